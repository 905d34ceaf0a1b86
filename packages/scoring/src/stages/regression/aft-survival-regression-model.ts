import { double, doubles, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { DenseVector } from '../../core/vector.ts';
import { exp, log } from '../../kernels/exp.ts';
import { linearFit } from '../families/fit-params.ts';
import { linearMargin, linearValues } from '../families/linear-margin.ts';
import { modelVector } from '../families/model-vector.ts';
import { planNumeric, regressorParams } from '../families/regressor.ts';
import { vectorColumn } from '../families/vector-column.ts';

const NINE = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/**
 * e^margin, and the quantiles of a Weibull distribution of that scale where quantilesCol names a column.
 * Mirrors `AFTSurvivalRegressionModel`.
 */
export const aftSurvivalRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.AFTSurvivalRegressionModel',
  exactness: exactBySums(),
  fitParams: [...linearFit, 'censorCol'],
  params: {
    ...regressorParams,
    quantileProbabilities: withDefault(doubles, NINE),
    quantilesCol: optional(string),
  },
  data: oneRow({ coefficients: modelVector, intercept: double, scale: double }),
  sizes: ({ data }) => ({ features: data.coefficients.size }),
  values: { ...linearValues, scale: ({ data }) => data.scale },
  plan({ params, data, semantics, sums }, input) {
    const { quantilesCol, quantileProbabilities: probabilities } = params;
    const margin = linearMargin(data, input.vector(params.featuresCol), sums);
    const value = compute([margin], () => exp);
    const prediction = planNumeric({ name: params.predictionCol, value, semantics });
    if (!quantilesCol) return prediction;
    if (!probabilities.every((p) => p > 0 && p < 1)) {
      throw new ScoringError('MODEL_PARAM', 'expected numbers between 0 and 1', { param: 'quantileProbabilities' });
    }
    const quantiles = compute([value], () => {
      const factors = Float64Array.from(probabilities, (p) => quantileFactor(p, data.scale, semantics));
      return (lambda) => new DenseVector(factors.map((factor) => factor * lambda));
    });
    return [...prediction, addColumn(vectorColumn(quantilesCol, probabilities.length, semantics), quantiles)];
  },
});

/** What the scale of the distribution is multiplied with to give a quantile. */
function quantileFactor(probability: number, scale: number, semantics: SparkVersion): number {
  const hazard = isAtLeast(semantics, 3, 0) ? -Math.log1p(-probability) : -log(1 - probability);
  return exp(isAtLeast(semantics, 3, 1) ? log(hazard) * scale : log(hazard) / (1 / scale));
}
