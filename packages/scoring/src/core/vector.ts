import { ScoringError } from './errors.ts';

/**
 * Spark's vectors (`org.apache.spark.ml.linalg`). `type` is VectorUDT's tag and the form of Spark's JSON:
 * 0 sparse, 1 dense. Treat them as immutable: stages share them.
 */

export class DenseVector {
  readonly type = 1;
  readonly values: Float64Array;

  constructor(values: Float64Array) {
    this.values = values;
  }

  get size(): number {
    return this.values.length;
  }

  /** A new array of all elements. */
  toArray(): number[] {
    return Array.from(this.values);
  }

  /** For JSON.stringify: Spark's form. NaN and infinities become strings, as Spark writes them. */
  toJSON(): unknown {
    return { type: 1, values: Array.from(this.values, jsonNumber) };
  }
}

export class SparseVector {
  readonly type = 0;
  readonly size: number;
  /** Strictly increasing. */
  readonly indices: Int32Array;
  /** As long as `indices`; explicit zeros are allowed. */
  readonly values: Float64Array;

  constructor(size: number, indices: Int32Array, values: Float64Array) {
    this.size = size;
    this.indices = indices;
    this.values = values;
  }

  /** A new array of all elements, zeros filled in. */
  toArray(): number[] {
    return Array.from(toDense(this));
  }

  /** For JSON.stringify: Spark's form. */
  toJSON(): unknown {
    return { type: 0, size: this.size, indices: Array.from(this.indices), values: Array.from(this.values, jsonNumber) };
  }
}

export type Vector = DenseVector | SparseVector;

export function isVectorValue(value: unknown): value is Vector {
  return value instanceof DenseVector || value instanceof SparseVector;
}

/** All elements as a typed array: the vector's own for a dense one, so do not write to it. */
export function toDense(vector: Vector): Float64Array {
  if (vector.type === 1) return vector.values;
  const all = new Float64Array(vector.size);
  const { indices, values } = vector;
  for (let k = 0; k < indices.length; k++) all[indices[k] as number] = values[k] as number;
  return all;
}

/** Element `index`, which must be inside the vector. */
export function elementAt(vector: Vector, index: number): number {
  if (vector.type === 1) return vector.values[index] as number;
  const { indices } = vector;
  let low = 0;
  let high = indices.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = indices[middle] as number;
    if (at === index) return vector.values[middle] as number;
    if (at < index) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

/** Same kind and size, every stored value replaced; `f` gets the value and its index in the vector. */
export function mapStored(vector: Vector, f: (value: number, index: number) => number): Vector {
  const { values } = vector;
  const result = new Float64Array(values.length);
  if (vector.type === 1) {
    for (let i = 0; i < result.length; i++) result[i] = f(values[i] as number, i);
    return new DenseVector(result);
  }
  const { indices } = vector;
  for (let k = 0; k < result.length; k++) result[k] = f(values[k] as number, indices[k] as number);
  return new SparseVector(vector.size, indices, result);
}

/** Java's Double.toString is not JSON for these three; Spark quotes them. */
export function jsonNumber(x: number): number | string {
  return Number.isFinite(x) ? x : String(x);
}

/** The vector itself; one of another size fails the row. */
export function requireSize(vector: Vector, size: number): Vector {
  if (vector.size === size) return vector;
  throw new ScoringError('INPUT_VALUE', `expected a vector of size ${size}, got size ${vector.size}`);
}

/** A vector of its own of these elements; sparse, it stores those that are not zero. */
export function boxElements(elements: Float64Array, sparse: boolean): Vector {
  const size = elements.length;
  if (!sparse) return new DenseVector(copyOf(elements));
  let stored = 0;
  for (let k = 0; k < size; k++) stored += Number(elements[k] !== 0);
  const indices = new Int32Array(stored);
  const values = new Float64Array(stored);
  let at = 0;
  for (let k = 0; k < size; k++) {
    if (elements[k] === 0) continue;
    indices[at] = k;
    values[at++] = elements[k]!;
  }
  return new SparseVector(size, indices, values);
}

/** As `slice`, which engines call at a price that shows for a few elements. */
function copyOf(elements: Float64Array): Float64Array {
  if (elements.length > 16) return elements.slice();
  const copy = new Float64Array(elements.length);
  for (let k = 0; k < copy.length; k++) copy[k] = elements[k]!;
  return copy;
}
