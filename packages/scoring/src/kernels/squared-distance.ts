import type { SparseVector, Vector } from '../core/vector.ts';
import { vectorDot } from './dot.ts';

/** A point and its Euclidean norm. */
export interface NormedVector {
  readonly vector: Vector;
  readonly norm: number;
}

const EPSILON = 2 ** -52;
const PRECISION = 1e-6;
const dot = vectorDot('sequential');

/** The point with its norm: the root of the plain sum of squares of what is stored. */
export function withNorm(vector: Vector): NormedVector {
  const { values } = vector;
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * values[k]!;
  return { vector, norm: Math.sqrt(sum) };
}

/**
 * The squared distance of two points of one size. With a sparse one it comes from norms and dot product where that is
 * precise enough; two dense ones go that way only if `normsFirst` (Spark 2). Mirrors `MLUtils.fastSquaredDistance`.
 */
export function squaredDistance(a: NormedVector, b: NormedVector, normsFirst: boolean): number {
  const bothDense = a.vector.type === 1 && b.vector.type === 1;
  if (bothDense && !normsFirst) return directDistance(a.vector, b.vector);
  const squares = a.norm * a.norm + b.norm * b.norm;
  const difference = a.norm - b.norm;
  const bound = (2 * EPSILON * squares) / (difference * difference + EPSILON);
  if (bound < PRECISION) return squares - 2 * dot(a.vector, b.vector);
  if (bothDense) return directDistance(a.vector, b.vector);
  const product = dot(a.vector, b.vector);
  const distance = Math.max(squares - 2 * product, 0);
  const looseness = (EPSILON * (squares + 2 * Math.abs(product))) / (distance + EPSILON);
  return looseness > PRECISION ? directDistance(a.vector, b.vector) : distance;
}

/** The plain sum of squared differences in order of index. */
export function directDistance(a: Vector, b: Vector): number {
  if (a.type === 0) return b.type === 0 ? sparseDistance(a, b) : mixedDistance(a, b.values);
  return b.type === 0 ? mixedDistance(b, a.values) : denseDistance(a.values, b.values);
}

function denseDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}

function mixedDistance({ indices, values }: SparseVector, b: Float64Array): number {
  let sum = 0;
  let k = 0;
  for (let i = 0; i < b.length; i++) {
    const difference = indices[k] === i ? values[k++]! - b[i]! : b[i]!;
    sum += difference * difference;
  }
  return sum;
}

function sparseDistance(a: SparseVector, b: SparseVector): number {
  const [m, n] = [a.indices.length, b.indices.length];
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < m || j < n) {
    const onlyA = j >= n || (i < m && a.indices[i]! < b.indices[j]!);
    const onlyB = i >= m || (j < n && b.indices[j]! < a.indices[i]!);
    let difference: number;
    if (onlyA) difference = a.values[i++]!;
    else if (onlyB) difference = b.values[j++]!;
    else difference = a.values[i++]! - b.values[j++]!;
    sum += difference * difference;
  }
  return sum;
}
