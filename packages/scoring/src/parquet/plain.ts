import { type Cursor, unpackBits } from './hybrid.ts';
import type { Reading } from './reading.ts';
import type { LeafNode } from './schema.ts';
import { isText, type ValueBuffer } from './value-buffer.ts';

/** Where decoded values go: `count` of them from `start` on. */
export interface Target {
  readonly leaf: LeafNode;
  readonly buffer: ValueBuffer;
  readonly start: number;
  readonly count: number;
}

/** Decodes PLAIN values; the cursor ends behind them. */
export function decodePlain(cursor: Cursor, target: Target, reading: Reading): void {
  const { buffer, start, count, leaf } = target;
  if (buffer.kind === 'bytes') {
    const position = take(cursor, Math.ceil(count / 8), reading);
    unpackBits(cursor.bytes, position, { out: buffer.values, start, end: start + count });
  } else if (leaf.physical === 'INT96') {
    decodeInt96(cursor, target, reading);
  } else if (buffer.kind === 'words') {
    const width = buffer.width * 4;
    const position = take(cursor, count * width, reading);
    const out = new Uint8Array(buffer.words.buffer, start * width, count * width);
    out.set(cursor.bytes.subarray(position, position + count * width));
  } else if (leaf.physical === 'FIXED_LEN_BYTE_ARRAY') {
    for (let i = 0; i < count; i++) {
      const position = take(cursor, leaf.byteWidth, reading);
      buffer.values[start + i] = cursor.bytes.slice(position, position + leaf.byteWidth);
    }
  } else decodeByteArrays(cursor, target, reading);
}

/** Moves the cursor over so many bytes and returns where they begin. */
export function take(cursor: Cursor, byteCount: number, reading: Reading): number {
  const { position } = cursor;
  if (byteCount > cursor.end - position) {
    throw reading.damaged(`expected ${byteCount} bytes of values, got ${cursor.end - position}`);
  }
  cursor.position = position + byteCount;
  return position;
}

function decodeByteArrays(cursor: Cursor, { leaf, buffer, start, count }: Target, reading: Reading): void {
  const { bytes } = cursor;
  const decode = isText(leaf) ? decodeText : copyBytes;
  for (let i = 0; i < count; i++) {
    const at = take(cursor, 4, reading);
    const length =
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)) >>>
      0;
    const position = take(cursor, length, reading);
    buffer.values[start + i] = decode(bytes, position, position + length);
  }
}

/** The bytes of [start, end), apart from the page they came in. */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return bytes.slice(start, end);
}

/** A byte order mark is text like any other; malformed UTF-8 becomes U+FFFD, as Java's String does. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Up to here a loop over ASCII beats the call of TextDecoder. */
const SHORT_TEXT = 24;

/** The text of [start, end), which is UTF-8. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_TEXT) return UTF8.decode(bytes.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte > 127) return UTF8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

const JULIAN_EPOCH = 2440588n;
const MICROS_A_DAY = 86_400_000_000n;

/** Nanoseconds of the day and Julian day number, as Impala and Spark write timestamps. */
function decodeInt96(cursor: Cursor, { buffer, start, count }: Target, reading: Reading): void {
  const position = take(cursor, count * 12, reading);
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + position, count * 12);
  const micros = buffer.values as BigInt64Array;
  for (let i = 0; i < count; i++) {
    const nanos = view.getBigInt64(i * 12, true);
    const day = BigInt(view.getInt32(i * 12 + 8, true));
    micros[start + i] = (day - JULIAN_EPOCH) * MICROS_A_DAY + nanos / 1000n;
  }
}
