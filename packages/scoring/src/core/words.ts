/**
 * The words of a text in memory that is reused from text to text: places in one string of character codes. Longer texts
 * make the memory grow.
 */
export class Words {
  /** The text of the codes, where one of them is over 127; for ASCII none is made. */
  wide: string | undefined;
  /** Its UTF-16 codes. */
  codes = new Uint16Array(1024);
  /** Word i goes from `starts[i]` to `ends[i]`, end exclusive. */
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  count = 0;

  /** Makes room for a text of so many codes, and forgets the words. */
  clear(length: number): void {
    this.count = 0;
    if (this.codes.length < length) this.codes = new Uint16Array(length * 2);
  }

  /** Word i as a text. */
  wordAt(i: number): string {
    const [start, end] = [this.starts[i] as number, this.ends[i] as number];
    return this.wide?.slice(start, end) ?? String.fromCharCode(...this.codes.subarray(start, end));
  }

  add(start: number, end: number): void {
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  /** Takes over the text of others, without a word. */
  shareText(other: Words): void {
    this.wide = other.wide;
    this.codes = other.codes;
    this.count = 0;
  }

  #grow(): void {
    this.starts = enlarge(this.starts);
    this.ends = enlarge(this.ends);
  }
}

function enlarge(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
