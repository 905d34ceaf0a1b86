import { exactBySums } from '../../core/exactness.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import type { ColumnStep } from '../../core/step.ts';
import { type Field, VECTOR } from '../../core/types.ts';
import { boostingFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { ensembleSizes, readRegressionTrees } from '../families/tree-ensemble.ts';
import { ensembleValues } from '../families/tree-values.ts';
import { weighTrees } from '../families/weighted-trees.ts';

/** The weighted sum of its trees. Mirrors `GBTRegressionModel`. */
export const gbtRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.GBTRegressionModel',
  exactness: exactBySums(),
  fitParams: boostingFit,
  params: { ...regressorParams, ...leafParams },
  data: { read: readRegressionTrees },
  sizes: ({ data }) => ensembleSizes(data),
  values: ensembleValues({ ensemble: 'GBTRegressionModel', tree: 'DecisionTreeRegressionModel', boosts: true }),
  plan({ params, data, semantics, sums }, input) {
    const column = input.require(params.featuresCol, VECTOR);
    const features = input.vector(params.featuresCol);
    const sum = { name: params.predictionCol, value: weighTrees(data, features, sums), semantics };
    return [
      ...planNumeric(sum).map((step) => (describesFeatures(semantics) ? describeAs(column, step) : step)),
      ...planLeaves(params.leafCol, data.forest, features),
    ];
  },
});

/** Spark 3.0 to 4.2 gave the prediction the metadata of the features (SPARK-58994), and stages behind it read them. */
function describesFeatures(semantics: SparkVersion): boolean {
  return isAtLeast(semantics, 3, 0) && !isAtLeast(semantics, 4, 3);
}

function describeAs({ metadata, attributes }: Field, step: ColumnStep): ColumnStep {
  const { attributes: _, ...field } = step.field;
  return { ...step, field: { ...field, metadata, ...(attributes === undefined ? {} : { attributes }) } };
}
