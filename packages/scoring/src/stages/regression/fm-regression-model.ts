import { exactBySums } from '../../core/exactness.ts';
import { defineStage } from '../../core/stage.ts';
import { machineMargin, machineSizes, machineValues, readMachine } from '../families/factorization-machine.ts';
import { factorizationFit } from '../families/fit-params.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';

/** A factorization machine's margin. Mirrors `FMRegressionModel`. */
export const fmRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.FMRegressionModel',
  exactness: exactBySums(),
  fitParams: factorizationFit,
  params: regressorParams,
  data: { read: readMachine },
  sizes: ({ data }) => machineSizes(data),
  values: machineValues,
  plan({ params, data, semantics, sums }, input) {
    const value = machineMargin(data, input.vector(params.featuresCol), sums);
    return planNumeric({ name: params.predictionCol, value, semantics });
  },
});
