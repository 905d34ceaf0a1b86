import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { sequentialSum } from '../../kernels/leaf-sum.ts';
import { forestFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { leavesOf } from '../families/leaves.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { ensembleSizes, readRegressionTrees } from '../families/tree-ensemble.ts';
import { ensembleValues } from '../families/tree-values.ts';

/**
 * The mean of the trees: summed in their order, divided by their number. The param numTrees, which models of Spark 2.0
 * lack, is not asked. Mirrors `RandomForestRegressionModel`.
 */
export const randomForestRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.RandomForestRegressionModel',
  exactness: 'bit',
  fitParams: forestFit,
  params: { ...regressorParams, ...leafParams },
  data: { read: readRegressionTrees },
  sizes: ({ data }) => ensembleSizes(data),
  values: ensembleValues({
    ensemble: 'RandomForestRegressionModel',
    tree: 'DecisionTreeRegressionModel',
    boosts: false,
  }),
  plan({ params, data, semantics }, input) {
    const { forest, predictions } = data;
    const leaves = leavesOf(forest, input.vector(params.featuresCol));
    const mean = compute([leaves], () => {
      const sum = sequentialSum(predictions);
      return (found) => sum(found) / found.length;
    });
    return [
      ...planNumeric({ name: params.predictionCol, value: mean, semantics }),
      ...planLeaves(params.leafCol, forest, leaves),
    ];
  },
});
