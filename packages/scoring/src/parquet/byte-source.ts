/** Random access to the bytes of one file. */
export interface ByteSource {
  /** For messages: the path or address the user knows. */
  readonly name: string;
  readonly size: number;
  /** The bytes of [start, end); the reader never asks beyond `size`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A source over bytes that are already in memory; reads are views of them. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
