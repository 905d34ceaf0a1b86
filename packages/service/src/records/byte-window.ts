/** The bytes of a source that are being read: those that are left, and behind them those that come. */
export class ByteWindow {
  /** What is to be read stands from `at` to `limit`; the byte behind is zero. */
  bytes: Buffer = Buffer.alloc(2 ** 18);
  at = 0;
  limit = 0;

  /** Adds bytes; those before `at` are given up. */
  add(chunk: Uint8Array): void {
    const left = this.limit - this.at;
    if (this.limit + chunk.length >= this.bytes.length) {
      const needed = left + chunk.length + 1;
      const bytes = needed <= this.bytes.length / 2 ? this.bytes : Buffer.alloc(2 * needed);
      this.bytes.copy(bytes, 0, this.at, this.limit);
      this.bytes = bytes;
      this.at = 0;
      this.limit = left;
    }
    this.bytes.set(chunk, this.limit);
    this.limit += chunk.length;
    this.bytes[this.limit] = 0;
  }
}
