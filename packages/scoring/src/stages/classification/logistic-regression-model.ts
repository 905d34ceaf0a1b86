import { double, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import { DenseVector } from '../../core/vector.ts';
import { expOf, log } from '../../kernels/exp.ts';
import { logisticOf, softmax, softmaxOfMargins } from '../../kernels/softmax.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { linearFit } from '../families/fit-params.ts';
import { linearScores, matrixOfRow } from '../families/linear-classes.ts';
import { type LinearModel, linearMargin, rawOfMargin } from '../families/linear-margin.ts';
import { type LogisticModel, readLogistic } from '../families/logistic-data.ts';

/**
 * Binary, with a threshold for the probability of class 1, or multinomial, with thresholds for all classes.
 * Mirrors `LogisticRegressionModel`.
 */
export const logisticRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.classification.LogisticRegressionModel',
  exactness: exactBySums(),
  fitParams: [
    ...linearFit,
    'lowerBoundsOnCoefficients',
    'lowerBoundsOnIntercepts',
    'upperBoundsOnCoefficients',
    'upperBoundsOnIntercepts',
  ],
  params: { ...probabilisticParams, threshold: withDefault(double, 0.5), family: optional(string) },
  data: { read: readLogistic },
  sizes: ({ data }) => ({ features: data.features, classes: data.classes }),
  values: {
    numFeatures: ({ data }) => data.features,
    numClasses: ({ data }) => data.classes,
    coefficients: ({ data }) => singleRow(data).coefficients,
    intercept: ({ data }) => singleRow(data).intercept,
    coefficientMatrix: ({ data }) => (data.multinomial ? data.linear.matrix : matrixOfRow(data.linear.coefficients)),
    interceptVector: ({ data }) =>
      new DenseVector(data.multinomial ? data.linear.starts : Float64Array.of(data.linear.intercept)),
  },
  plan(model, input) {
    const { params, data, semantics, sums } = model;
    const features = input.vector(params.featuresCol);
    const shared = { classes: data.classes, semantics, params };
    if (data.multinomial) {
      const raw = linearScores(data.linear, features, sums);
      const normalise = isAtLeast(semantics, 3, 2) ? softmax : softmaxOfMargins;
      const exp = expOf(sums);
      return planClassifier({ ...shared, raw, toProbability: () => (values) => normalise(values, exp) });
    }
    const margin = linearMargin(data.linear, features, sums);
    const logistic = logisticOf(sums);
    const threshold = thresholdOf(model);
    const cut = log(threshold / (1 - threshold));
    return planClassifier({
      ...shared,
      raw: rawOfMargin(margin),
      toProbability: () => binaryProbability(semantics, logistic),
      rawToPrediction: () => (raw) => (raw[1]! > cut ? 1 : 0),
      probabilityToPrediction: () => (probability) => (probability[1]! > threshold ? 1 : 0),
      predict: compute([margin], () => (value) => (logistic(value) > threshold ? 1 : 0)),
    });
  },
});

/** Spark 3.1 and later makes the second probability of the first. */
function binaryProbability(semantics: SparkVersion, logistic: (x: number) => number): (values: Float64Array) => void {
  const isComplement = isAtLeast(semantics, 3, 1);
  return (values) => {
    values[0] = logistic(values[0]!);
    values[1] = isComplement ? 1 - values[0]! : logistic(values[1]!);
  };
}

type Thresholds = { readonly threshold: number; readonly thresholds: readonly number[] | undefined };

/** The threshold, or the one that two thresholds come to; both may be set where they agree. */
function thresholdOf({ params, isSet }: Model<Thresholds, unknown>): number {
  const { threshold, thresholds } = params;
  if (!(threshold >= 0 && threshold <= 1)) throw badThreshold('threshold', 'expected a number from 0 to 1');
  if (thresholds === undefined) return threshold;
  const [first, second] = thresholds;
  if (first === undefined || second === undefined || thresholds.length !== 2) {
    throw badThreshold('thresholds', `expected 2 thresholds, got ${thresholds.length}`);
  }
  const together = 1 / (1 + first / second);
  if (isSet('threshold') && !(Math.abs(threshold - together) < 1e-5)) {
    throw badThreshold('threshold', `expected ${together}, to which thresholds come, got ${threshold}`);
  }
  return together;
}

function badThreshold(param: string, detail: string): ScoringError {
  return new ScoringError('MODEL_PARAM', detail, { param });
}

function singleRow(fitted: LogisticModel): LinearModel {
  if (!fitted.multinomial) return fitted.linear;
  throw new ScoringError('INPUT_VALUE', 'expected a binary model, got a multinomial one: ask for coefficientMatrix');
}
