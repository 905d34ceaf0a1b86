import type { ShiftAndScale } from '../core/formula.ts';
import type { Vector } from '../core/vector.ts';

/** The memory of a vector that is spread: all its elements in one array that is written anew for each row. */
export class Spreader {
  readonly #start: number;
  readonly #size: number;
  readonly #into: Float64Array;
  /** The elements of a sparse vector that the last row wrote; undefined where it wrote all. */
  #written: Int32Array | undefined = new Int32Array(0);

  /** Writes vectors to `into`, `size` elements from `start` on. */
  constructor(into: Float64Array, start: number, size: number) {
    this.#into = into;
    this.#start = start;
    this.#size = size;
  }

  /** Writes the elements without zeros' signs; gives how many are not zero. The vector must be of the size. */
  write(vector: Vector): number {
    this.#clear();
    const { values } = vector;
    const [into, start] = [this.#into, this.#start];
    let stored = 0;
    if (vector.type === 1) {
      this.#written = undefined;
      for (let k = 0; k < values.length; k++) {
        into[start + k] = values[k]! + 0;
        stored += Number(values[k] !== 0);
      }
      return stored;
    }
    const { indices } = vector;
    this.#written = indices;
    for (let k = 0; k < indices.length; k++) {
      if (indices[k]! >= this.#size) return stored;
      into[start + indices[k]!] = values[k]! + 0;
      stored += Number(values[k] !== 0);
    }
    return stored;
  }

  #clear(): void {
    const [into, start, written] = [this.#into, this.#start, this.#written];
    if (written === undefined) {
      into.fill(0, start, start + this.#size);
      return;
    }
    for (let k = 0; k < written.length; k++) {
      if (written[k]! >= this.#size) return;
      into[start + written[k]!] = 0;
    }
  }
}

/** Copies the elements of a spread vector to `into`, without the signs of zeros; gives how many are not zero. */
export function copierOf(into: Float64Array, start: number, size: number): (from: Float64Array) => number {
  return (from) => {
    let stored = 0;
    for (let k = 0; k < size; k++) {
      into[start + k] = from[k]! + 0;
      stored += Number(from[k] !== 0);
    }
    return stored;
  };
}

/** (x - shift) * factor over memory that is reused. */
export function scaleSpread(
  size: number,
  { shifts, factors }: ShiftAndScale,
): (elements: Float64Array) => Float64Array {
  const into = new Float64Array(size);
  if (shifts === undefined && factors === undefined) return (elements) => elements;
  if (shifts === undefined) {
    const by = factors as Float64Array;
    return (elements) => {
      for (let k = 0; k < size; k++) into[k] = elements[k]! * by[k]!;
      return into;
    };
  }
  const by = factors ?? new Float64Array(size).fill(1);
  return (elements) => {
    for (let k = 0; k < size; k++) into[k] = (elements[k]! - shifts[k]!) * by[k]!;
    return into;
  };
}
