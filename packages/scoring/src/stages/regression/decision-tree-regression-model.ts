import { optional, string } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { treeFit } from '../families/fit-params.ts';
import { leafParams, planLeaf } from '../families/leaf-column.ts';
import { leafOfOne } from '../families/leaves.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { readTreeNodes, type TreeNodes } from '../families/tree-nodes.ts';
import { treeValues } from '../families/tree-values.ts';

/** The leaf's prediction, and on wish the variance of the labels there. Mirrors `DecisionTreeRegressionModel`. */
export const decisionTreeRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.DecisionTreeRegressionModel',
  exactness: 'bit',
  fitParams: treeFit,
  params: { ...regressorParams, ...leafParams, varianceCol: optional(string) },
  data: { read: readTree },
  sizes: ({ data }) => ({ features: data.features, nodes: data.forest.tests.length }),
  values: treeValues('DecisionTreeRegressionModel'),
  plan({ params, data, semantics }, input) {
    const { forest, predictions, leafStats } = data;
    const leaf = leafOfOne(forest, input.vector(params.featuresCol));
    const prediction = compute([leaf], () => (at) => predictions[at]!);
    const variance = compute([leaf], () => {
      const variances = predictions.map((_, at) => varianceOf(leafStats.subarray(at * STATS, (at + 1) * STATS)));
      return (at) => variances[at]!;
    });
    return [
      ...planNumeric({ name: params.predictionCol, value: prediction, semantics }),
      ...planNumeric({ name: params.varianceCol ?? '', value: variance, semantics }),
      ...planLeaf(params.leafCol, forest, leaf),
    ];
  },
});

/** Spark keeps the weight of the rows in a leaf, the sum of their labels and the sum of the squares. */
const STATS = 3;

/** Spark computes it again from the sums, so that it may differ from the stored impurity by rounding. */
function varianceOf([count = 0, sum = 0, squares = 0]: Float64Array): number {
  return count === 0 ? 0 : (squares - (sum * sum) / count) / count;
}

async function readTree(stored: StoredStage): Promise<TreeNodes> {
  return readTreeNodes(stored, { table: await stored.table('data'), prefix: '', trees: 1, statsWidth: STATS });
}
