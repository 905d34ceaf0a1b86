import { exactBySums } from '../../core/exactness.ts';
import { defineStage } from '../../core/stage.ts';
import { logistic } from '../../kernels/softmax.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { machineMargin, machineSizes, machineValues, readMachine } from '../families/factorization-machine.ts';
import { factorizationFit } from '../families/fit-params.ts';
import { rawOfMargin } from '../families/linear-margin.ts';

/** A factorization machine's margin is that of class 1; a margin of 0 is class 0. Mirrors `FMClassificationModel`. */
export const fmClassificationModel = defineStage({
  spark: 'org.apache.spark.ml.classification.FMClassificationModel',
  exactness: exactBySums(),
  fitParams: factorizationFit,
  params: probabilisticParams,
  data: { read: readMachine },
  sizes: ({ data }) => machineSizes(data),
  values: { ...machineValues, numClasses: () => 2 },
  plan({ params, data, semantics, sums }, input) {
    const margin = machineMargin(data, input.vector(params.featuresCol), sums);
    return planClassifier({ classes: 2, semantics, params, raw: rawOfMargin(margin), toProbability: () => toPair });
  },
});

function toPair(values: Float64Array): void {
  values[1] = logistic(values[1]!);
  values[0] = 1 - values[1]!;
}
