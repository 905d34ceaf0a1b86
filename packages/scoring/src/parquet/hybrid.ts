import type { Reading } from './reading.ts';

/** A stretch of bytes being read; `position` moves towards `end`. */
export interface Cursor {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;
}

/** The number of bits that hold 0..max. */
export function bitWidthOf(max: number): number {
  return 32 - Math.clz32(max);
}

/** An unsigned LEB128 integer below 2^32. */
export function readVarint(cursor: Cursor, reading: Reading): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 35; scale *= 128) {
    if (cursor.position >= cursor.end) break;
    const byte = cursor.bytes[cursor.position++] as number;
    value += (byte & 127) * scale;
    if (byte < 128 && value < 2 ** 32) return value;
  }
  throw reading.damaged('expected an integer of at most 32 bits, got damaged bytes');
}

/**
 * Fills `out` from the RLE and bit-packing hybrid. Values wider than the elements of `out` are cut: callers give
 * arrays wide enough for `bitWidth` (8 bits for levels, 32 for the rest).
 */
export function decodeHybrid(cursor: Cursor, bitWidth: number, out: Uint8Array | Int32Array, reading: Reading): void {
  const count = out.length;
  // One span for all runs: there may be a run for every 8 values.
  const span = { out, start: 0, end: 0 };
  while (span.end < count) {
    const header = readVarint(cursor, reading);
    const run = Math.floor(header / 2);
    if (run === 0) throw reading.damaged('expected a run of values, got an empty one');
    span.start = span.end;
    if (header % 2 === 0) {
      span.end = Math.min(count, span.start + run);
      fill(span, readRunValue(cursor, bitWidth, reading));
    } else {
      span.end = Math.min(count, span.start + run * 8);
      const bodyEnd = Math.min(cursor.end, cursor.position + run * bitWidth);
      unpack(cursor, bitWidth, span, reading);
      cursor.position = bodyEnd;
    }
  }
}

/** Elements [start, end) of an array. */
export interface Span {
  readonly out: Uint8Array | Int32Array;
  start: number;
  end: number;
}

function fill({ out, start, end }: Span, value: number): void {
  if (end - start > 32) out.fill(value, start, end);
  else for (let i = start; i < end; i++) out[i] = value;
}

/** The value when one run covers all of `count`, else undefined; the cursor stays. */
export function peekSingleRun(cursor: Cursor, bitWidth: number, count: number, reading: Reading): number | undefined {
  const ahead = { ...cursor };
  const header = readVarint(ahead, reading);
  return header % 2 === 0 && header / 2 >= count ? readRunValue(ahead, bitWidth, reading) : undefined;
}

function readRunValue(cursor: Cursor, bitWidth: number, reading: Reading): number {
  const width = (bitWidth + 7) >> 3;
  if (cursor.position + width > cursor.end) throw reading.damaged('expected the value of a run, got the end');
  let value = 0;
  for (let i = 0; i < width; i++) value |= (cursor.bytes[cursor.position++] as number) << (8 * i);
  return value;
}

/** Bit-packed values, least significant bit first; leaves the cursor behind the last byte touched. */
export function unpack(cursor: Cursor, bitWidth: number, span: Span, reading: Reading): void {
  const { bytes, position } = cursor;
  const byteCount = Math.ceil(((span.end - span.start) * bitWidth) / 8);
  if (byteCount > cursor.end - position) throw reading.damaged('expected bit-packed values, got the end');
  if (bitWidth === 1) unpackBits(bytes, position, span);
  else if (bitWidth <= 24) unpackNarrow(cursor, bitWidth, span);
  else {
    const { out, start, end } = span;
    // The unread bits of such widths do not fit in 32.
    for (let i = start; i < end; i++) out[i] = unpackOne(bytes, position * 8 + (i - start) * bitWidth, bitWidth);
  }
  cursor.position = position + byteCount;
}

/** One bit a value, least significant first: also PLAIN booleans. The caller has checked the length. */
export function unpackBits(bytes: Uint8Array, position: number, { out, start, end }: Span): void {
  let at = position;
  let i = start;
  for (const whole = end - 7; i < whole; i += 8) {
    const byte = bytes[at++] as number;
    out[i] = byte & 1;
    out[i + 1] = (byte >> 1) & 1;
    out[i + 2] = (byte >> 2) & 1;
    out[i + 3] = (byte >> 3) & 1;
    out[i + 4] = (byte >> 4) & 1;
    out[i + 5] = (byte >> 5) & 1;
    out[i + 6] = (byte >> 6) & 1;
    out[i + 7] = byte >> 7;
  }
  for (let bit = 0; i < end; i++, bit++) out[i] = ((bytes[at] as number) >> bit) & 1;
}

function unpackNarrow({ bytes, position }: Cursor, bitWidth: number, { out, start, end }: Span): void {
  const mask = (1 << bitWidth) - 1;
  let at = position;
  let buffer = 0;
  let held = 0;
  for (let i = start; i < end; i++) {
    while (held < bitWidth) {
      buffer |= (bytes[at++] as number) << held;
      held += 8;
    }
    out[i] = buffer & mask;
    buffer >>>= bitWidth;
    held -= bitWidth;
  }
}

/** One value of at most 32 bits at a position counted in bits. */
export function unpackOne(bytes: Uint8Array, position: number, bitWidth: number): number {
  let value = 0;
  for (let got = 0; got < bitWidth; ) {
    const bit = position + got;
    const take = Math.min(8 - (bit % 8), bitWidth - got);
    value |= (((bytes[Math.floor(bit / 8)] as number) >> (bit % 8)) & ((1 << take) - 1)) << got;
    got += take;
  }
  return value;
}

/** The deprecated BIT_PACKED levels: most significant bit first, without runs. */
export function decodeBitPacked(cursor: Cursor, bitWidth: number, out: Uint8Array, reading: Reading): void {
  const byteCount = Math.ceil((out.length * bitWidth) / 8);
  if (byteCount > cursor.end - cursor.position) throw reading.damaged('expected bit-packed levels, got the end');
  const { bytes, position } = cursor;
  for (let i = 0; i < out.length; i++) {
    let value = 0;
    for (let bit = i * bitWidth, end = bit + bitWidth; bit < end; bit++) {
      value = (value << 1) | (((bytes[position + (bit >> 3)] as number) >> (7 - (bit & 7))) & 1);
    }
    out[i] = value;
  }
  cursor.position += byteCount;
}
