/** Above this length the engine's block copies beat a loop. */
const SHORT = 32;

/** The output of an LZ77 decoder: a fixed number of bytes, filled from the front. */
export class LzOutput {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isFull(): boolean {
    return this.#length === this.#bytes.length;
  }

  /** Appends input[start, start + length); false, with nothing written, where either side ends before that. */
  append(input: Uint8Array, start: number, length: number): boolean {
    const at = this.#length;
    const out = this.#bytes;
    if (length > input.length - start || length > out.length - at) return false;
    if (length > SHORT) out.set(input.subarray(start, start + length), at);
    else for (let i = 0; i < length; i++) out[at + i] = input[start + i] as number;
    this.#length = at + length;
    return true;
  }

  /** Appends `length` bytes from `distance` back, which may overlap; false, with nothing written, where out of range. */
  repeat(distance: number, length: number): boolean {
    const at = this.#length;
    const out = this.#bytes;
    const end = at + length;
    if (distance === 0 || distance > at || end > out.length) return false;
    if (length > SHORT && distance >= length) out.copyWithin(at, at - distance, end - distance);
    else if (length > SHORT && distance === 1) out.fill(out[at - 1] as number, at, end);
    else for (let i = at; i < end; i++) out[i] = out[i - distance] as number;
    this.#length = end;
    return true;
  }
}
