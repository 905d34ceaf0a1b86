import { decodeDeltas } from './delta.ts';
import { type Cursor, decodeHybrid } from './hybrid.ts';
import { readLength } from './levels.ts';
import type { Encoding } from './pages.ts';
import { copyBytes, decodeText, type Target, take } from './plain.ts';
import type { Reading } from './reading.ts';
import { isText } from './value-buffer.ts';

/** Decodes the values of a page in an encoding other than PLAIN and the dictionary ones. */
export function decodeSpecial(encoding: Encoding, at: { cursor: Cursor; target: Target }, reading: Reading): void {
  const { cursor, target } = at;
  const { physical } = target.leaf;
  const isBytes = physical === 'BYTE_ARRAY';
  if (encoding === 'RLE' && physical === 'BOOLEAN') decodeBooleans(cursor, target, reading);
  else if (encoding === 'DELTA_BINARY_PACKED' && (physical === 'INT32' || physical === 'INT64')) {
    decodeIntegers(cursor, target, reading);
  } else if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' && isBytes) decodeLengths(cursor, target, reading);
  else if (encoding === 'DELTA_BYTE_ARRAY' && (isBytes || physical === 'FIXED_LEN_BYTE_ARRAY')) {
    decodePrefixes(cursor, target, reading);
  } else if (encoding === 'BYTE_STREAM_SPLIT' && !isBytes && physical !== 'BOOLEAN' && physical !== 'INT96') {
    decodeStreams(cursor, target, reading);
  } else throw reading.damaged(`expected an encoding of ${physical}, got ${encoding}`);
}

function decodeBooleans(cursor: Cursor, { buffer, start, count }: Target, reading: Reading): void {
  const length = readLength(cursor, reading);
  const position = take(cursor, length, reading);
  const out = (buffer.values as Uint8Array).subarray(start, start + count);
  decodeHybrid({ bytes: cursor.bytes, position, end: position + length }, 1, out, reading);
}

function decodeIntegers(cursor: Cursor, { buffer, start, count }: Target, reading: Reading): void {
  if (buffer.kind !== 'words') return;
  buffer.words.set(decodeDeltas(cursor, { count, width: buffer.width }, reading), start * buffer.width);
}

function decodeLengths(cursor: Cursor, { leaf, buffer, start, count }: Target, reading: Reading): void {
  const lengths = decodeDeltas(cursor, { count, width: 1 }, reading);
  const decode = isText(leaf) ? decodeText : copyBytes;
  for (let i = 0; i < count; i++) {
    const length = (lengths[i] as number) >>> 0;
    const position = take(cursor, length, reading);
    buffer.values[start + i] = decode(cursor.bytes, position, position + length);
  }
}

/** Each value is a beginning of the one before it and something new. */
function decodePrefixes(cursor: Cursor, { leaf, buffer, start, count }: Target, reading: Reading): void {
  const prefixes = decodeDeltas(cursor, { count, width: 1 }, reading);
  const suffixes = decodeDeltas(cursor, { count, width: 1 }, reading);
  const text = isText(leaf);
  let last = new Uint8Array(0);
  for (let i = 0; i < count; i++) {
    const prefix = (prefixes[i] as number) >>> 0;
    const suffix = (suffixes[i] as number) >>> 0;
    const position = take(cursor, suffix, reading);
    if (prefix > last.length) throw reading.damaged(`expected a prefix of at most ${last.length} bytes, got ${prefix}`);
    const { byteWidth } = leaf;
    if (byteWidth > 0 && prefix + suffix !== byteWidth) {
      throw reading.damaged(`expected a value of ${byteWidth} bytes, got ${prefix + suffix}`);
    }
    reading.charge(prefix + suffix);
    const value = new Uint8Array(prefix + suffix);
    value.set(last.subarray(0, prefix));
    value.set(cursor.bytes.subarray(position, position + suffix), prefix);
    buffer.values[start + i] = text ? decodeText(value, 0, value.length) : value;
    last = value;
  }
}

/** All first bytes, then all second bytes, and so on. */
function decodeStreams(cursor: Cursor, { leaf, buffer, start, count }: Target, reading: Reading): void {
  const width = buffer.kind === 'words' ? buffer.width * 4 : leaf.byteWidth;
  const position = take(cursor, count * width, reading);
  const joined = new Uint8Array(count * width);
  for (let b = 0; b < width; b++) {
    for (let i = 0, from = position + b * count; i < count; i++)
      joined[i * width + b] = cursor.bytes[from + i] as number;
  }
  if (buffer.kind === 'words') new Uint8Array(buffer.words.buffer).set(joined, start * width);
  else for (let i = 0; i < count; i++) buffer.values[start + i] = joined.slice(i * width, (i + 1) * width);
}
