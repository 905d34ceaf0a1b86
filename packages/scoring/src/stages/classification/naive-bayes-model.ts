import { matrix, oneOf, optional, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { DenseMatrix, type Matrix } from '../../core/matrix.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { DenseVector, requireSize, toDense, type Vector } from '../../core/vector.ts';
import { expOf } from '../../kernels/exp.ts';
import {
  bernoulliScores,
  complementScores,
  gaussianScores,
  multinomialScores,
  type NaiveBayes,
  type Scores,
} from '../../kernels/naive-bayes.ts';
import { softmax, softmaxByDivision } from '../../kernels/softmax.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { predictorFit } from '../families/fit-params.ts';
import { LARGEST_FILLED, modelVector } from '../families/model-vector.ts';

type ModelType = 'multinomial' | 'bernoulli' | 'gaussian' | 'complement';

/**
 * The log of each class's likelihood. Values that the model type does not allow fail the row; negative ones since Spark
 * 3.0.
 * Mirrors `NaiveBayesModel`.
 */
export const naiveBayesModel = defineStage({
  spark: 'org.apache.spark.ml.classification.NaiveBayesModel',
  exactness: exactBySums(),
  fitParams: [...predictorFit, 'smoothing'],
  params: {
    ...probabilisticParams,
    modelType: withDefault(oneOf('multinomial', 'bernoulli', 'gaussian', 'complement'), 'multinomial'),
  },
  data: { read: readFitted },
  sizes: ({ data }) => ({ features: data.theta.columns, classes: data.pi.length }),
  values: {
    numFeatures: ({ data }) => data.theta.columns,
    numClasses: ({ data }) => data.pi.length,
    pi: ({ data }) => new DenseVector(data.pi),
    theta: ({ data }) => data.theta,
    sigma: ({ data }) => data.sigma ?? new DenseMatrix(0, 0, new Float64Array(), false),
  },
  plan(model, input) {
    const { params, data, semantics, sums } = model;
    const { modelType } = params;
    if (modelType === 'gaussian') checkFilled(data);
    const raw = scoreWith(input.vector(params.featuresCol), {
      features: data.theta.columns,
      allowed: modelType === 'bernoulli' || isAtLeast(semantics, 3, 0) ? ALLOWED[modelType] : undefined,
      prepare: () => scorer(modelType, data, { semantics, sums }),
    });
    const normalise = isAtLeast(semantics, 3, 2) ? softmax : softmaxByDivision;
    const exp = expOf(sums);
    const toProbability = () => (values: Float64Array) => normalise(values, exp);
    return planClassifier({ classes: data.pi.length, semantics, params, raw, toProbability });
  },
});

interface Allowed {
  readonly expects: string;
  readonly accepts: (value: number) => boolean;
}

const NOT_NEGATIVE: Allowed = { expects: 'features that are not negative', accepts: (value) => value >= 0 };

const ALLOWED: Readonly<Record<ModelType, Allowed | undefined>> = {
  multinomial: NOT_NEGATIVE,
  complement: NOT_NEGATIVE,
  bernoulli: { expects: 'features that are 0 or 1', accepts: (value) => value === 0 || value === 1 },
  gaussian: undefined,
};

function scorer(
  modelType: ModelType,
  data: NaiveBayes,
  { semantics, sums }: { semantics: SparkVersion; sums: SumsProfile },
): Scores {
  if (modelType === 'gaussian') return gaussianScores(data);
  if (modelType === 'complement') return complementScores(data, sums);
  if (modelType === 'bernoulli') return bernoulliScores(data, sums, isAtLeast(semantics, 3, 0));
  return multinomialScores(data, sums);
}

function scoreWith(
  features: Expression<Vector>,
  how: { features: number; allowed: Allowed | undefined; prepare: () => Scores },
): Expression<DenseVector> {
  return compute([features], () => {
    const { allowed } = how;
    const score = how.prepare();
    return (vector) => {
      if (allowed !== undefined && !vector.values.every(allowed.accepts)) {
        throw new ScoringError('INPUT_VALUE', `expected ${allowed.expects}, got another`);
      }
      return new DenseVector(score(requireSize(vector, how.features)));
    };
  });
}

async function readFitted(stored: StoredStage): Promise<NaiveBayes> {
  const { pi, theta, sigma } = await oneRow({ pi: modelVector, theta: matrix, sigma: optional(matrix) }).read(stored);
  const fits = (of: Matrix) => of.rows === pi.size && of.columns === theta.columns;
  if (pi.size > 0 && fits(theta) && theta.columns <= LARGEST_FILLED) return { pi: toDense(pi), theta, sigma };
  const got = `${theta.rows} x ${theta.columns}`;
  throw new ScoringError('MODEL_DATA', `expected theta with ${pi.size} rows, one a class, got ${got}`, stored.where);
}

/** The gaussian type looks at every element of both matrices. */
function checkFilled({ pi, theta, sigma }: NaiveBayes): void {
  const { rows, columns } = theta;
  if (sigma?.rows === rows && sigma.columns === columns && pi.length * columns <= LARGEST_FILLED) return;
  const got = sigma === undefined ? 'none' : `${sigma.rows} x ${sigma.columns}`;
  throw new ScoringError('MODEL_DATA', `expected a variance for each of ${rows} x ${columns} means, got ${got}`);
}
