import { DenseMatrix, type Matrix, SparseMatrix, toRowMajor } from '../core/matrix.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector, toDense, type Vector } from '../core/vector.ts';
import { exp, expOf, log } from './exp.ts';
import { addMatrixProduct } from './matrix-product.ts';

/** Logs of the class priors, one row of theta a class, and of sigma, the variances of the gaussian kind. */
export interface NaiveBayes {
  readonly pi: Float64Array;
  readonly theta: Matrix;
  readonly sigma: Matrix | undefined;
}

export type Scores = (features: Vector) => Float64Array;

/** pi + theta x. */
export function multinomialScores({ pi, theta }: NaiveBayes, sums: SumsProfile): Scores {
  const add = addMatrixProduct(theta, sums);
  return (features) => {
    const scores = pi.slice();
    add(features, scores);
    return scores;
  };
}

/** theta x less the log of its summed exponentials. */
export function complementScores({ pi, theta }: NaiveBayes, sums: SumsProfile): Scores {
  const add = addMatrixProduct(theta, sums);
  const power = expOf(sums);
  return (features) => {
    const scores = new Float64Array(pi.length);
    add(features, scores);
    const max = Math.max(...scores);
    let sum = 0;
    for (let i = 0; i < scores.length; i++) sum += power(scores[i]! - max);
    const logSum = log(sum) + max;
    return scores.map((score) => score - logSum);
  };
}

/**
 * pi + (theta - not) x + the sums of not, where `not` is log(1 - e^theta). `exact`, since Spark 3.0: by log1p, and the
 * sums added to pi before the features are looked at.
 */
export function bernoulliScores({ pi, theta }: NaiveBayes, sums: SumsProfile, exact: boolean): Scores {
  const logOfNot = (value: number) => (exact ? Math.log1p(-exp(value)) : log(1 - exp(value)));
  const addDifference = addMatrixProduct(
    mapElements(theta, (value) => value - logOfNot(value)),
    sums,
  );
  const ones = new DenseVector(new Float64Array(theta.columns).fill(1));
  const sumsOfNot = exact ? pi.slice() : new Float64Array(pi.length);
  addMatrixProduct(mapElements(theta, logOfNot), sums)(ones, sumsOfNot);
  return (features) => {
    const scores = exact ? sumsOfNot.slice() : pi.slice();
    addDifference(features, scores);
    return exact ? scores : scores.map((score, i) => score + sumsOfNot[i]!);
  };
}

/** pi - (sum of (x - theta)^2 / sigma + sum of log sigma) / 2. */
export function gaussianScores({ pi, theta, sigma }: NaiveBayes): Scores {
  const { columns } = theta;
  const means = toRowMajor(theta);
  const variances = toRowMajor(sigma!);
  const logSums = pi.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += log(variances[i * columns + j]!);
    return sum;
  });
  return (features) => {
    const x = toDense(features);
    return pi.map((prior, i) => {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const difference = x[j]! - means[i * columns + j]!;
        sum += (difference * difference) / variances[i * columns + j]!;
      }
      return prior - (sum + logSums[i]!) / 2;
    });
  };
}

/** The stored elements mapped, in a matrix of the same kind. */
function mapElements(matrix: Matrix, f: (value: number) => number): Matrix {
  if (matrix.type === 1) return new DenseMatrix(matrix.rows, matrix.columns, matrix.values.map(f), matrix.transposed);
  return new SparseMatrix(matrix, { ...matrix.entries, values: matrix.entries.values.map(f) });
}
