import { exactBySums } from '../../core/exactness.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { expOf } from '../../kernels/exp.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { boostingFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { rawOfMargin } from '../families/linear-margin.ts';
import { ensembleSizes, readRegressionTrees } from '../families/tree-ensemble.ts';
import { ensembleValues } from '../families/tree-values.ts';
import { weighTrees } from '../families/weighted-trees.ts';

/**
 * The weighted sum of its regression trees is the margin of class 1; a margin of 0 is class 0.
 * Before Spark 2.2 there is a prediction only. Mirrors `GBTClassificationModel`.
 */
export const gbtClassificationModel = defineStage({
  spark: 'org.apache.spark.ml.classification.GBTClassificationModel',
  exactness: exactBySums(),
  fitParams: boostingFit,
  params: { ...probabilisticParams, ...leafParams },
  data: { read: readRegressionTrees },
  sizes: ({ data }) => ensembleSizes(data),
  values: {
    ...ensembleValues({ ensemble: 'GBTClassificationModel', tree: 'DecisionTreeRegressionModel', boosts: true }),
    numClasses: () => 2,
  },
  plan({ params, data, semantics, sums }, input) {
    const features = input.vector(params.featuresCol);
    const margin = weighTrees(data, features, sums);
    const predictionOnly = { predictionCol: params.predictionCol, rawPredictionCol: '' };
    return [
      ...planClassifier({
        classes: 2,
        semantics,
        params: isAtLeast(semantics, 2, 2) ? params : predictionOnly,
        raw: rawOfMargin(margin),
        toProbability: () => logisticLoss(expOf(sums)),
      }),
      ...planLeaves(params.leafCol, data.forest, features),
    ];
  },
});

/** The probabilities that Spark's log loss sees in a margin. */
function logisticLoss(exp: (x: number) => number): (values: Float64Array) => void {
  return (values) => {
    values[0] = 1 / (1 + exp(-2 * values[0]!));
    values[1] = 1 - values[0]!;
  };
}
