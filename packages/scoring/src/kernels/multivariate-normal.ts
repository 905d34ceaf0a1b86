import { DenseMatrix } from '../core/matrix.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector, mapStored, toDense, type Vector } from '../core/vector.ts';
import { denseDot } from './dot.ts';
import { exp, log } from './exp.ts';
import { addMatrixProduct } from './matrix-product.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A normal distribution: its mean, and its covariance, symmetric and column-major. */
export interface Normal {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

export type Density = (x: Vector) => number;

/** How the distance from the mean is computed. */
export interface DensityOptions {
  readonly sums: SumsProfile;
  /** Subtract the mean first and transform then, as Spark did before 3.1; else the other way round. */
  readonly meanFirst: boolean;
}

/**
 * The density at points of the mean's size. Where the covariance is singular, the density within the space it spans.
 * Undefined where the covariance has no eigenvalues. Mirrors `MultivariateGaussian.pdf`.
 */
export function normalDensity({ mean, covariance }: Normal, options: DensityOptions): Density | undefined {
  const size = mean.length;
  const eigen = symmetricEigen(covariance, size);
  if (eigen === undefined) return undefined;
  const limit = 2 ** -52 * eigen.values.reduce((most, value) => Math.max(most, value)) * size;
  let determinant = 0;
  for (const value of eigen.values) if (value > limit) determinant += log(value);
  const start = -0.5 * (size * log(2 * Math.PI) + determinant);
  const distance = squaredLength(rootOfInverse(eigen, limit), mean, options);
  return (x) => exp(start - 0.5 * distance(x));
}

/** The pseudo-inverse's square root, column-major: the vectors' transpose, each row scaled. */
function rootOfInverse({ values, vectors }: { values: Float64Array; vectors: Float64Array }, limit: number) {
  const size = values.length;
  const root = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const factor = values[i]! > limit ? Math.sqrt(1 / values[i]!) : 0;
    for (let j = 0; j < size; j++) root[i + size * j] = factor * vectors[j + size * i]!;
  }
  return new DenseMatrix(size, size, root, false);
}

function squaredLength(root: DenseMatrix, mean: Float64Array, { sums, meanFirst }: DensityOptions): Density {
  const add = addMatrixProduct(root, sums);
  const dot = denseDot(sums);
  const image = new Float64Array(mean.length);
  if (!meanFirst) add(new DenseVector(mean), image);
  return (x) => {
    const v = image.slice();
    add(meanFirst ? difference(x, mean) : mapStored(x, (value) => -value), v);
    return dot(v, v);
  };
}

function difference(x: Vector, mean: Float64Array): DenseVector {
  const values = toDense(x);
  return new DenseVector(mean.map((value, i) => values[i]! - value));
}
