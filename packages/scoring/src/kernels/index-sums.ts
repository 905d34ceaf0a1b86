import { SparseVector } from '../core/vector.ts';

/** Adds values up by index and gives them back as a sparse vector. Reused from row to row. */
export class IndexSums {
  readonly #size: number;
  readonly #indices: Int32Array;
  readonly #sums: Float64Array;
  #length = 0;

  /** `size`: of the vectors; every index must be below. `most`: how many values a row can have. */
  constructor(size: number, most: number) {
    this.#size = size;
    this.#indices = new Int32Array(most);
    this.#sums = new Float64Array(most);
  }

  clear(): void {
    this.#length = 0;
  }

  add(index: number, value: number): void {
    const at = this.#placeOf(index);
    if (at < this.#length && this.#indices[at] === index) {
      this.#sums[at]! += value;
      return;
    }
    this.#indices.copyWithin(at + 1, at, this.#length);
    this.#sums.copyWithin(at + 1, at, this.#length);
    this.#indices[at] = index;
    this.#sums[at] = value;
    this.#length++;
  }

  /** Zero sums are stored like any other. */
  toVector(): SparseVector {
    return new SparseVector(this.#size, this.#indices.slice(0, this.#length), this.#sums.slice(0, this.#length));
  }

  /** The first place whose index is not below. */
  #placeOf(index: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#indices[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
