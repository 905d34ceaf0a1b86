import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';

/**
 * The elements at these places, in this order, as a vector of the same kind. Places of a dense vector must be inside
 * it; what a sparse one does not store stays out, and its explicit zeros too unless they are kept.
 */
export function pick(vector: Vector, places: Int32Array, keepZeros: boolean): Vector {
  if (vector.type === 1) return new DenseVector(Float64Array.from(places, (place) => vector.values[place]!));
  const indices: number[] = [];
  const values: number[] = [];
  for (let at = 0; at < places.length; at++) {
    const value = findStored(vector, places[at]!);
    if (value === undefined || (value === 0 && !keepZeros)) continue;
    indices.push(at);
    values.push(value);
  }
  return new SparseVector(places.length, Int32Array.from(indices), Float64Array.from(values));
}

function findStored({ indices, values }: SparseVector, place: number): number | undefined {
  let low = 0;
  let high = indices.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const index = indices[middle]!;
    if (index === place) return values[middle];
    if (index < place) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
