import { bitWidthOf, type Cursor, decodeBitPacked, decodeHybrid, peekSingleRun } from './hybrid.ts';
import type { Encoding } from './pages.ts';
import { take } from './plain.ts';
import type { Reading } from './reading.ts';

/** The encoded repetition or definition levels of one page. */
export interface EncodedLevels {
  readonly cursor: Cursor;
  readonly isBitPacked: boolean;
  readonly max: number;
  readonly count: number;
}

export interface LevelShape {
  /** In bytes, as v2 pages say it, or the encoding, from which v1 pages tell the length. */
  readonly layout: number | Encoding;
  readonly max: number;
  readonly count: number;
}

/** Takes the levels that stand at the cursor. */
export function takeLevels(cursor: Cursor, { layout, max, count }: LevelShape, reading: Reading): EncodedLevels {
  const isBitPacked = layout === 'BIT_PACKED';
  const length = isBitPacked ? Math.ceil((count * bitWidthOf(max)) / 8) : lengthOf(cursor, layout, reading);
  const position = take(cursor, length, reading);
  return { cursor: { bytes: cursor.bytes, position, end: position + length }, isBitPacked, max, count };
}

function lengthOf(cursor: Cursor, layout: number | Encoding, reading: Reading): number {
  if (typeof layout === 'number') return layout;
  if (layout !== 'RLE') throw reading.damaged(`expected levels encoded as RLE or BIT_PACKED, got ${layout}`);
  return readLength(cursor, reading);
}

/** A 32-bit length in front of what it measures. */
export function readLength(cursor: Cursor, reading: Reading): number {
  const at = take(cursor, 4, reading);
  return new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + at, 4).getUint32(0, true);
}

/** True when one run says that every level is the highest: the usual column without nulls. */
export function areAllHighest(levels: EncodedLevels, reading: Reading): boolean {
  const { cursor, isBitPacked, max, count } = levels;
  if (isBitPacked) return false;
  return count === 0 || peekSingleRun(cursor, bitWidthOf(max), count, reading) === max;
}

/** Decodes the levels into `out`, which has `count` elements; none may be above `max`. */
export function decodeLevels(levels: EncodedLevels, out: Uint8Array, reading: Reading): void {
  const { cursor, isBitPacked, max } = levels;
  const bitWidth = bitWidthOf(max);
  if (isBitPacked) decodeBitPacked(cursor, bitWidth, out, reading);
  else decodeHybrid(cursor, bitWidth, out, reading);
  if (max === 2 ** bitWidth - 1) return;
  for (let i = 0; i < out.length; i++) {
    if ((out[i] as number) > max) throw reading.damaged(`expected levels up to ${max}, got ${out[i]}`);
  }
}

/** How many of the levels equal `max`. */
export function countHighest(levels: Uint8Array, max: number): number {
  let count = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === max) count++;
  return count;
}
