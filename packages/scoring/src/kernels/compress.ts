import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';
import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';

/** True where `size` elements with `stored` non-zeros take less memory as a sparse vector. */
export type SparseRule = (stored: number, size: number) => boolean;

/** Spark counts bytes: 12 * n + 12 against 8 * size up to 4.0; 4.1 counts the object headers too. */
export function sparseRule(semantics: SparkVersion): SparseRule {
  if (isAtLeast(semantics, 4, 1)) return (stored, size) => 12 * stored + 28 < 8 * size + 12;
  return (stored, size) => 1.5 * (stored + 1) < size;
}

/** Spark's `Vector.compressed`: the smaller kind. -0.0 counts as zero, NaN does not; explicit zeros go. */
export function compress(vector: Vector, isSparse: SparseRule): Vector {
  const { values } = vector;
  let stored = 0;
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) stored++;
  if (isSparse(stored, vector.size)) return toSparse(vector, stored);
  if (vector.type === 1) return vector;
  const all = new Float64Array(vector.size);
  for (let k = 0; k < values.length; k++) all[vector.indices[k]!] = values[k]!;
  return new DenseVector(all);
}

function toSparse(vector: Vector, stored: number): SparseVector {
  const { values } = vector;
  if (vector.type === 0 && stored === values.length) return vector;
  const indices = new Int32Array(stored);
  const kept = new Float64Array(stored);
  let at = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k] === 0) continue;
    indices[at] = vector.type === 1 ? k : vector.indices[k]!;
    kept[at++] = values[k]!;
  }
  return new SparseVector(vector.size, indices, kept);
}
