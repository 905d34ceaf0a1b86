import { ScoringError } from '../core/errors.ts';
import { SparseVector, type Vector } from '../core/vector.ts';

/**
 * One factor of a product: the slots of each element of an input. An element of more than one slot is a category index
 * and stands for a 1.0 in its slot; one of one slot stands for itself.
 */
export class Factor {
  readonly size: number;
  readonly #slots: readonly number[];
  readonly #offsets: readonly number[];

  constructor(slots: readonly number[]) {
    let size = 0;
    this.#slots = slots;
    this.#offsets = slots.map((count) => {
      size += count;
      return size - count;
    });
    this.size = size;
  }

  /** Multiplies `product`, whose indices vary faster than this factor's. Stored zeros stay. */
  times(product: SparseVector, value: number | Vector): SparseVector {
    const elements = typeof value === 'number' ? 1 : value.size;
    if (elements !== this.#slots.length) {
      throw new ScoringError('INPUT_VALUE', `expected a vector of size ${this.#slots.length}, got size ${elements}`);
    }
    const stored = typeof value === 'number' ? 1 : value.values.length;
    const count = product.indices.length;
    const indices = new Int32Array(stored * count);
    const values = new Float64Array(stored * count);
    for (let k = 0; k < stored; k++) {
      const element = typeof value === 'number' || value.type === 1 ? k : (value.indices[k] as number);
      const x = typeof value === 'number' ? value : (value.values[k] as number);
      const isCategory = (this.#slots[element] as number) > 1;
      const start = this.#slotOf(element, x) * product.size;
      for (let j = 0; j < count; j++) {
        indices[k * count + j] = (product.indices[j] as number) + start;
        values[k * count + j] = isCategory ? (product.values[j] as number) : (product.values[j] as number) * x;
      }
    }
    return new SparseVector(product.size * this.size, indices, values);
  }

  #slotOf(element: number, x: number): number {
    const slots = this.#slots[element] as number;
    const offset = this.#offsets[element] as number;
    if (slots === 1) return offset;
    if (Number.isInteger(x) && x >= 0 && x < slots) return offset + x;
    throw new ScoringError('INPUT_VALUE', `expected a category index below ${slots}, got another number`);
  }
}

/** The product of all values, the last one varying fastest and multiplied first. */
export function interact(factors: readonly Factor[], values: readonly (number | Vector)[]): SparseVector {
  let product = new SparseVector(1, Int32Array.of(0), Float64Array.of(1));
  for (let i = factors.length - 1; i >= 0; i--) {
    product = (factors[i] as Factor).times(product, values[i] as number | Vector);
  }
  return product;
}
