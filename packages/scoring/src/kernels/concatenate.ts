import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';
import type { SparseRule } from './compress.ts';

export type Part = number | Vector;

/** How many elements all parts have. */
export function totalSize(parts: readonly Part[]): number {
  let size = 0;
  for (const part of parts) size += typeof part === 'number' ? 1 : part.size;
  return size;
}

/** The parts one after the other as one vector of the smaller kind, without zeros of either sign. `size` is `totalSize`. */
export function concatenate(parts: readonly Part[], size: number, isSparse: SparseRule): Vector {
  let stored = 0;
  for (const part of parts) {
    if (typeof part === 'number') stored += part === 0 ? 0 : 1;
    else stored += countNonZeros(part.values);
  }
  return isSparse(stored, size) ? concatenateSparse(parts, size, stored) : concatenateDense(parts, size);
}

function countNonZeros(values: Float64Array): number {
  let count = 0;
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) count++;
  return count;
}

function concatenateSparse(parts: readonly Part[], size: number, stored: number): SparseVector {
  const indices = new Int32Array(stored);
  const kept = new Float64Array(stored);
  let start = 0;
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'number') {
      if (part !== 0) {
        indices[at] = start;
        kept[at++] = part;
      }
      start++;
      continue;
    }
    const { values } = part;
    for (let k = 0; k < values.length; k++) {
      if (values[k] === 0) continue;
      indices[at] = start + (part.type === 1 ? k : part.indices[k]!);
      kept[at++] = values[k]!;
    }
    start += part.size;
  }
  return new SparseVector(size, indices, kept);
}

function concatenateDense(parts: readonly Part[], size: number): DenseVector {
  const all = new Float64Array(size);
  let start = 0;
  for (const part of parts) {
    if (typeof part === 'number') {
      if (part !== 0) all[start] = part;
      start++;
      continue;
    }
    const { values } = part;
    for (let k = 0; k < values.length; k++) {
      if (values[k] !== 0) all[start + (part.type === 1 ? k : part.indices[k]!)] = values[k]!;
    }
    start += part.size;
  }
  return new DenseVector(all);
}
