import { type Cursor, readVarint, unpack, unpackOne } from './hybrid.ts';
import { take } from './plain.ts';
import type { Reading } from './reading.ts';

/** Bits of a number below 2^53 that a 32-bit word cannot hold. */
const WORD = 2 ** 32;

/**
 * Decodes DELTA_BINARY_PACKED integers, whose number must equal `count`, as words: the low one of each value and, where
 * `width` is 2, the high one behind it. Sums wrap around as the format wants. The cursor ends behind the last block.
 */
export function decodeDeltas(cursor: Cursor, { count, width }: DeltaShape, reading: Reading): Int32Array {
  const blockSize = readVarint(cursor, reading);
  const miniblocks = readVarint(cursor, reading);
  const total = readVarint(cursor, reading);
  const valuesEach = blockSize / miniblocks;
  if (!(blockSize > 0 && valuesEach % 8 === 0 && miniblocks <= 512 && blockSize <= 2 ** 20)) {
    throw reading.damaged(`expected delta blocks of whole miniblocks, got ${blockSize} values in ${miniblocks}`);
  }
  if (total !== count) throw reading.damaged(`expected ${count} delta-encoded values, got ${total}`);
  const decoder = new DeltaDecoder(cursor, new Int32Array(count * width), reading);
  decoder.readFirst(width);
  for (let done = 1; done < count; done += blockSize) {
    decoder.readBlock({ start: done, count: Math.min(count - done, blockSize), miniblocks, valuesEach });
  }
  return decoder.words;
}

export interface DeltaShape {
  readonly count: number;
  readonly width: 1 | 2;
}

interface Block {
  readonly start: number;
  readonly count: number;
  readonly miniblocks: number;
  readonly valuesEach: number;
}

class DeltaDecoder {
  readonly words: Int32Array;
  readonly #cursor: Cursor;
  readonly #reading: Reading;
  #width: 1 | 2 = 1;
  #low = 0;
  #high = 0;

  constructor(cursor: Cursor, words: Int32Array, reading: Reading) {
    this.#cursor = cursor;
    this.words = words;
    this.#reading = reading;
  }

  readFirst(width: 1 | 2): void {
    this.#width = width;
    [this.#low, this.#high] = this.#readZigZag();
    if (this.words.length > 0) this.#write(0);
  }

  readBlock({ start, count, miniblocks, valuesEach }: Block): void {
    const minimum = this.#readZigZag();
    const widths = take(this.#cursor, miniblocks, this.#reading);
    for (let m = 0; m * valuesEach < count; m++) {
      const bitWidth = this.#cursor.bytes[widths + m] as number;
      if (bitWidth > 64) throw this.#reading.damaged(`expected deltas of at most 64 bits, got ${bitWidth}`);
      const position = take(this.#cursor, (valuesEach * bitWidth) / 8, this.#reading);
      const from = start + m * valuesEach;
      const { low, high } = this.#unpackDeltas(position, bitWidth, Math.min(valuesEach, start + count - from));
      for (let i = 0; i < low.length; i++) {
        this.#add(minimum, (low[i] as number) >>> 0, high === undefined ? 0 : (high[i] as number) >>> 0);
        this.#write(from + i);
      }
    }
  }

  #unpackDeltas(position: number, bitWidth: number, count: number): { low: Int32Array; high?: Int32Array } {
    const { bytes, end } = this.#cursor;
    const low = new Int32Array(count);
    if (bitWidth <= 32) {
      unpack({ bytes, position, end }, bitWidth, { out: low, start: 0, end: count }, this.#reading);
      return { low };
    }
    const high = new Int32Array(count);
    for (let i = 0, bit = position * 8; i < count; i++, bit += bitWidth) {
      low[i] = unpackOne(bytes, bit, 32);
      high[i] = unpackOne(bytes, bit + 32, bitWidth - 32);
    }
    return { low, high };
  }

  #add([minimumLow, minimumHigh]: readonly [number, number], low: number, high: number): void {
    const sum = this.#low + minimumLow + low;
    this.#low = sum % WORD;
    this.#high = (this.#high + minimumHigh + high + Math.floor(sum / WORD)) % WORD;
  }

  #write(index: number): void {
    this.words[index * this.#width] = this.#low;
    if (this.#width === 2) this.words[index * 2 + 1] = this.#high;
  }

  /** A signed integer of up to 64 bits as two unsigned words, low and high, in two's complement. */
  #readZigZag(): readonly [number, number] {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#cursor.bytes[take(this.#cursor, 1, this.#reading)] as number;
      const part = byte & 127;
      if (shift < 28) low += part * 2 ** shift;
      else if (shift === 28) {
        low += (part & 15) * 2 ** 28;
        high += part >> 4;
      } else high = (high + part * 2 ** (shift - 32)) % WORD;
      if (byte < 128) {
        const isNegative = low % 2 === 1;
        const halfLow = Math.floor(low / 2) + (high % 2) * 2 ** 31;
        const halfHigh = Math.floor(high / 2);
        return isNegative ? [WORD - 1 - halfLow, WORD - 1 - halfHigh] : [halfLow, halfHigh];
      }
    }
    throw this.#reading.damaged('expected an integer of at most 64 bits, got a longer one');
  }
}
