import { defineStage } from '../../core/stage.ts';
import { sequentialSum } from '../../kernels/leaf-sum.ts';
import { forestFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { foldLeaves } from '../families/leaves.ts';
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
    const features = input.vector(params.featuresCol);
    const mean = foldLeaves(forest, features, {
      make: ({ place }) => {
        const sum = sequentialSum(place(predictions, 1));
        return (found) => sum(found) / found.length;
      },
    });
    return [
      ...planNumeric({ name: params.predictionCol, value: mean, semantics }),
      ...planLeaves(params.leafCol, forest, features),
    ];
  },
});
