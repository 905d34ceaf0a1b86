/** Finds where an index stands in a list of different ones, in memory of the length of the list. */
export class IndexTable {
  readonly #slots: Int32Array;
  readonly #indices: Int32Array;
  readonly #shift: number;

  constructor(indices: Int32Array) {
    const bits = Math.max(4, 34 - Math.clz32(indices.length));
    this.#indices = indices;
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(2 ** bits).fill(-1);
    for (let at = 0; at < indices.length; at++) this.#slots[this.#slotOf(indices[at]!)] = at;
  }

  /** The position of the index, or -1. */
  find(index: number): number {
    return this.#slots[this.#slotOf(index)]!;
  }

  /** The slot that holds the index, or the free one where it would stand. */
  #slotOf(index: number): number {
    const mask = this.#slots.length - 1;
    let slot = Math.imul(index, 0x9e3779b1) >>> this.#shift;
    for (;;) {
      const at = this.#slots[slot]!;
      if (at < 0 || this.#indices[at] === index) return slot;
      slot = (slot + 1) & mask;
    }
  }
}
