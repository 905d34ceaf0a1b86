/** Hash codes of Scala: of values (`##`), of sequences, and the order in which a hash table of Spark gives its keys. */

import { hashInt } from './murmur3.ts';

const SEQUENCE_SEED = 83007;
const bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** Of a string, a number or a boolean; equal numbers of different types hash alike. Anything else hashes to 0. */
export function hashValue(value: unknown): number {
  if (typeof value === 'string') return hashText(value);
  if (typeof value === 'number') return hashNumber(value);
  if (typeof value === 'bigint')
    return hashWords(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  return 0;
}

function hashText(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function hashNumber(x: number): number {
  if ((x | 0) === x) return x | 0;
  if (Number.isInteger(x) && Math.abs(x) < 2 ** 63) return hashValue(BigInt(x));
  if (Math.fround(x) === x) {
    bits.setFloat32(0, x);
    return bits.getInt32(0);
  }
  bits.setFloat64(0, x);
  return hashWords(bits.getInt32(0), bits.getInt32(4));
}

function hashWords(high: number, low: number): number {
  return high ^ low;
}

/** Of a sequence of values. Scala 2.13 hashes one that rises by equal steps, two values among them, in its own way. */
export function hashSequence(values: readonly unknown[], { steps }: { readonly steps: boolean }): number {
  const hashes = values.map(hashValue);
  const [first = 0, second = 0] = hashes;
  const step = (second - first) | 0;
  const isRange = hashes.every((hash, i) => i === 0 || ((hash - hashes[i - 1]!) | 0) === step);
  if (steps && hashes.length > 1 && isRange && (step !== 0 || hashes.length === 2)) {
    return scatter(mix(mix(mix(SEQUENCE_SEED, first), step), hashes.at(-1)!));
  }
  return scatter(hashes.reduce(mix, SEQUENCE_SEED) ^ hashes.length);
}

function mix(hash: number, data: number): number {
  const scrambled = Math.imul(rotate(Math.imul(data, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function scatter(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Indices of keys of these hash codes, inserted in this order, as they stand in an `AppendOnlyMap` at last. */
export function tableOrder(hashes: readonly number[]): readonly number[] {
  let table = new Int32Array(64).fill(-1);
  hashes.forEach((hash, key) => {
    insert(table, hash, key);
    if (key + 1 > Math.trunc(0.7 * table.length)) table = grow(table, hashes);
  });
  return Array.from(table).filter((key) => key >= 0);
}

function grow(table: Int32Array, hashes: readonly number[]): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(table.length * 2).fill(-1);
  for (const key of table) if (key >= 0) insert(larger, hashes[key]!, key);
  return larger;
}

function insert(table: Int32Array, hash: number, key: number): void {
  const mask = table.length - 1;
  let place = hashInt(hash, 0) & mask;
  for (let step = 1; table[place] !== -1; step++) place = (place + step) & mask;
  table[place] = key;
}
