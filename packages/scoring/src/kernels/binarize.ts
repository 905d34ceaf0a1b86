import { DenseVector, mapStored, type Vector } from '../core/vector.ts';

/** 1 for each stored element above the threshold, else 0; NaN gives 0 and elements that are not stored stay out. */
export function binarizeStored(vector: Vector, threshold: number): Vector {
  return mapStored(vector, (value) => (value > threshold ? 1 : 0));
}

/** As `binarizeStored`, under a threshold below zero: what is not stored is above it, and so is NaN. */
export function binarizeAll(vector: Vector, threshold: number): DenseVector {
  const result = new Float64Array(vector.size).fill(1);
  const { values } = vector;
  for (let k = 0; k < values.length; k++) {
    if (values[k]! <= threshold) result[vector.type === 1 ? k : vector.indices[k]!] = 0;
  }
  return new DenseVector(result);
}
