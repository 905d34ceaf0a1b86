/**
 * MurmurHash3 (x86, 32 bits) of values laid out as Java lays them out. Numbers are hashed as ints and longs, text as
 * its UTF-8 bytes, read from the string without a copy. Results are signed 32-bit integers.
 */

/** Hashes text; the two variants differ in the bytes after the last full word. */
export type TextHash = (text: string, seed: number) => number;

/** The standard hash: up to three trailing bytes are one word. */
export const hashText: TextHash = (text, seed) => hashUtf8(text, seed, mixTail);

/** As Spark hashed before 3.0: each trailing byte is sign-extended and mixed as a word of its own. */
export const hashTextByteWise: TextHash = (text, seed) => hashUtf8(text, seed, mixTailByteWise);

export function hashInt(value: number, seed: number): number {
  return finish(mixState(seed, mixWord(value)), 4);
}

/** Any integer within 64 bits. */
export function hashLong(value: number | bigint, seed: number): number {
  const bits = BigInt(value);
  return hashWords(Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> 32n)), seed);
}

/** Bytes as Spark's SQL hashes them: each trailing byte is sign-extended and mixed as a word of its own. */
export function hashBytes(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let state = seed;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) state = mixState(state, mixWord(view.getInt32(at, true)));
  for (; at < bytes.length; at++) state = mixState(state, mixWord(view.getInt8(at)));
  return finish(state, bytes.length);
}

/** Hashes numbers by their IEEE bits, the one NaN of Java for every NaN; -0.0 and 0.0 differ. */
export function floatingHashes(): {
  readonly float: (value: number, seed: number) => number;
  readonly double: (value: number, seed: number) => number;
} {
  const bits = new DataView(new ArrayBuffer(8));
  return {
    float(value, seed) {
      bits.setFloat32(0, Number.isNaN(value) ? Number.NaN : value);
      return hashInt(Number.isNaN(value) ? 0x7fc00000 : bits.getInt32(0), seed);
    },
    double(value, seed) {
      bits.setFloat64(0, value);
      return Number.isNaN(value) ? hashWords(0, 0x7ff80000, seed) : hashWords(bits.getInt32(4), bits.getInt32(0), seed);
    },
  };
}

/** A hash as an index from 0 to `size` - 1. */
export function toIndex(hash: number, size: number): number {
  const rest = hash % size;
  return rest < 0 ? rest + size : rest + 0;
}

function hashWords(low: number, high: number, seed: number): number {
  return finish(mixState(mixState(seed, mixWord(low)), mixWord(high)), 8);
}

function mixWord(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function mixState(state: number, word: number): number {
  const mixed = state ^ word;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number, length: number): number {
  let hash = state ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** `word` holds the `bits` / 8 trailing bytes, the first in the lowest place. */
type MixTail = (state: number, word: number, bits: number) => number;

function mixTail(state: number, word: number): number {
  return state ^ mixWord(word);
}

function mixTailByteWise(state: number, word: number, bits: number): number {
  let mixed = state;
  for (let shift = 0; shift < bits; shift += 8) mixed = mixState(mixed, mixWord((word << (24 - shift)) >> 24));
  return mixed;
}

function hashUtf8(text: string, seed: number, tail: MixTail): number {
  let state = seed;
  let length = 0;
  let word = 0;
  let filled = 0;
  for (let i = 0; i < text.length; i++) {
    let bytes = text.charCodeAt(i);
    let bits = 8;
    if (bytes >= 0x80) {
      const point = text.codePointAt(i) as number;
      if (point > 0xffff) i++;
      bits = utf8Bits(point);
      bytes = utf8Bytes(point);
    }
    length += bits >> 3;
    word |= bytes << filled;
    filled += bits;
    if (filled < 32) continue;
    state = mixState(state, mixWord(word));
    filled -= 32;
    // What did not fit; a shift by 32 would shift by nothing.
    word = filled === 0 ? 0 : bytes >>> (bits - filled);
  }
  return finish(filled === 0 ? state : tail(state, word, filled), length);
}

/** Java writes a surrogate without its other half as "?". */
function isUnpaired(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

function utf8Bits(point: number): number {
  if (point < 0x80 || isUnpaired(point)) return 8;
  if (point < 0x800) return 16;
  return point < 0x10000 ? 24 : 32;
}

/** The bytes of a code point above 0x7f, the first in the lowest place. */
function utf8Bytes(point: number): number {
  if (isUnpaired(point)) return 0x3f;
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return 0xc0 | (point >> 6) | (last << 8);
  const third = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return 0xe0 | (point >> 12) | (third << 8) | (last << 16);
  return 0xf0 | (point >> 18) | ((0x80 | ((point >> 12) & 0x3f)) << 8) | (third << 16) | (last << 24);
}

/** `hashText` of the codes from `start` to `end`, none of them over 127. */
export function hashAscii(
  codes: Uint16Array,
  range: { readonly start: number; readonly end: number },
  seed: number,
): number {
  const { start, end } = range;
  const whole = start + ((end - start) & ~3);
  let state = seed;
  for (let i = start; i < whole; i += 4) {
    const word = codes[i]! | (codes[i + 1]! << 8) | (codes[i + 2]! << 16) | (codes[i + 3]! << 24);
    state = mixState(state, mixWord(word));
  }
  let tail = 0;
  for (let i = end - 1; i >= whole; i--) tail = (tail << 8) | codes[i]!;
  return finish(whole === end ? state : mixTail(state, tail), end - start);
}
