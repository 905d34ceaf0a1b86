import { LzOutput } from './lz-output.ts';

/** Decodes one raw Snappy block into `out`, which must be just as long as the content; false for damaged bytes. */
export function decodeSnappy(input: Uint8Array, out: Uint8Array): boolean {
  let position = 0;
  let claimed = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = input[position++];
    if (byte === undefined || position > 5) return false;
    claimed += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return claimed === out.length && decodeElements(input, position, out);
}

function decodeElements(input: Uint8Array, start: number, out: Uint8Array): boolean {
  const output = new LzOutput(out);
  let position = start;
  while (position < input.length) {
    const tag = input[position++] as number;
    let length = (tag >> 2) + 1;
    switch (tag & 3) {
      case 0: {
        if (length > 60) {
          const width = length - 60;
          length = littleEndian(input, position, width) + 1;
          position += width;
        }
        if (!output.append(input, position, length)) return false;
        position += length;
        break;
      }
      case 1:
        if (!output.repeat(((tag >> 5) << 8) | (input[position++] ?? 0), ((tag >> 2) & 7) + 4)) return false;
        break;
      case 2:
        if (!output.repeat((input[position] ?? 0) | ((input[position + 1] ?? 0) << 8), length)) return false;
        position += 2;
        break;
      default:
        if (!output.repeat(littleEndian(input, position, 4), length)) return false;
        position += 4;
    }
  }
  return position === input.length && output.isFull;
}

/** Bytes beyond the end count as 0; the caller finds out by the position. */
function littleEndian(bytes: Uint8Array, position: number, width: number): number {
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[position + i] ?? 0);
  return value;
}
