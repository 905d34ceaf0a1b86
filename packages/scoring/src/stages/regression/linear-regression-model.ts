import { double, optional, string, vector, withDefault } from '../../core/codec.ts';
import { exactBySums } from '../../core/exactness.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { linearFit } from '../families/fit-params.ts';
import { linearMargin, linearValues } from '../families/linear-margin.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { storedValues } from '../families/stored-values.ts';

/** Coefficients times features plus the intercept, whatever the loss it was fitted for. Mirrors `LinearRegressionModel`. */
export const linearRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.LinearRegressionModel',
  exactness: exactBySums(),
  fitParams: linearFit,
  params: { ...regressorParams, loss: optional(string), epsilon: optional(double) },
  data: oneRow({ coefficients: vector, intercept: double }),
  sizes: ({ data }) => ({ features: data.coefficients.size }),
  values: { ...linearValues, ...storedValues({ scale: withDefault(double, 1) }) },
  plan({ params, data, semantics, sums }, input) {
    const value = linearMargin(data, input.vector(params.featuresCol), sums);
    return planNumeric({ name: params.predictionCol, value, semantics });
  },
});
