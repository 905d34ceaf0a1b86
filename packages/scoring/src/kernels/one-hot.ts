import { SparseVector } from '../core/vector.ts';

const NO_INDICES = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

/** Vectors of one size with a single 1.0, or none; every row with the same slot shares one vector. */
export class OneHotVectors {
  readonly #size: number;
  readonly #bySlot = new Map<number, SparseVector>();
  readonly #zero: SparseVector;

  constructor(size: number) {
    this.#size = size;
    this.#zero = new SparseVector(size, NO_INDICES, NO_VALUES);
  }

  /** The 1.0 at `index`, cut to an integer; all zeros where `index` is not below the size. */
  at(index: number): SparseVector {
    if (!(index < this.#size)) return this.#zero;
    const slot = Math.trunc(index);
    const known = this.#bySlot.get(slot);
    if (known !== undefined) return known;
    const made = new SparseVector(this.#size, Int32Array.of(slot), Float64Array.of(1));
    this.#bySlot.set(slot, made);
    return made;
  }
}
