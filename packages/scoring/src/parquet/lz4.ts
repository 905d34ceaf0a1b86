import { LzOutput } from './lz-output.ts';

/** Decodes one LZ4 block into `out`, which must be just as long as the content; false for damaged bytes. */
export function decodeLz4Block(input: Uint8Array, out: Uint8Array): boolean {
  const output = new LzOutput(out);
  let position = 0;
  const readLength = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (;;) {
      const byte = input[position++];
      if (byte === undefined) return Number.POSITIVE_INFINITY;
      length += byte;
      if (byte < 255) return length;
    }
  };
  while (position < input.length) {
    const token = input[position++] as number;
    const literals = readLength(token >> 4);
    if (!output.append(input, position, literals)) return false;
    position += literals;
    if (position === input.length) break;
    const distance = (input[position] ?? 0) | ((input[position + 1] ?? 0) << 8);
    position += 2;
    if (!output.repeat(distance, readLength(token & 15) + 4)) return false;
  }
  return position === input.length && output.isFull;
}

/**
 * Decodes what Parquet's deprecated codec LZ4 may hold: Hadoop's frames (big-endian content length, block length,
 * block) as parquet-mr writes them, or one bare block as some C++ writers did.
 */
export function decodeLz4Hadoop(input: Uint8Array, out: Uint8Array): boolean {
  return decodeFrames(input, out) || decodeLz4Block(input, out);
}

function decodeFrames(input: Uint8Array, out: Uint8Array): boolean {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let position = 0;
  let at = 0;
  while (input.length - position >= 8) {
    const contentLength = view.getUint32(position);
    const blockLength = view.getUint32(position + 4);
    position += 8;
    if (contentLength > out.length - at || blockLength > input.length - position) return false;
    const block = input.subarray(position, position + blockLength);
    if (!decodeLz4Block(block, out.subarray(at, at + contentLength))) return false;
    position += blockLength;
    at += contentLength;
  }
  return position === input.length && at === out.length;
}
