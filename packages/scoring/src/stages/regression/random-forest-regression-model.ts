import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { leafFinder } from '../../kernels/tree.ts';
import { forestFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { ensembleSizes, readRegressionTrees } from '../families/tree-ensemble.ts';

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
  plan({ params, data, semantics }, input) {
    const { forest, predictions } = data;
    const features = input.vector(params.featuresCol);
    const mean = compute([features], () => {
      const find = leafFinder(forest);
      return (vector) => {
        const leaves = find(vector);
        let sum = 0;
        for (let tree = 0; tree < leaves.length; tree++) sum += predictions[leaves[tree]!]!;
        return sum / leaves.length;
      };
    });
    return [
      ...planNumeric({ name: params.predictionCol, value: mean, semantics }),
      ...planLeaves(params.leafCol, forest, features),
    ];
  },
});
