import { DenseVector, mapStored, toDense, type Vector } from '../core/vector.ts';
import { compress } from './compress.ts';

/** 1 / x, and `instead` for 0. */
export function reciprocals(values: Float64Array, instead: number): Float64Array {
  return values.map((x) => (x === 0 ? instead : 1 / x));
}

/** Each stored element times its factor; kind and explicit zeros stay. */
export function multiplyStored(vector: Vector, factors: Float64Array): Vector {
  return mapStored(vector, (x, i) => x * factors[i]!);
}

/** Each stored element by its divisor; the kind stays, and a sparse vector loses its zeros. */
export function divideStored(vector: Vector, divisors: Float64Array): Vector {
  const divided = mapStored(vector, (x, i) => x / divisors[i]!);
  return divided.type === 1 ? divided : compress(divided, () => true);
}

/** (x - shift) * factor of all elements, dense; without factors x - shift. */
export function shiftAndMultiply(vector: Vector, shifts: Float64Array, factors?: Float64Array): DenseVector {
  const result = Float64Array.from(toDense(vector));
  for (let i = 0; i < result.length; i++) {
    const shifted = result[i]! - shifts[i]!;
    result[i] = factors === undefined ? shifted : shifted * factors[i]!;
  }
  return new DenseVector(result);
}
