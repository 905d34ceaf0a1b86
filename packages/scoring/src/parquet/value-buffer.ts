import type { LeafValues } from './columns.ts';
import type { Reading } from './reading.ts';
import type { LeafNode } from './schema.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * The values of a leaf as they are decoded, nulls left out, in one array of fixed capacity. Numbers are also seen as
 * 32-bit words, so that the loops that move them compile once for all types and keep every bit of a NaN.
 */
export type ValueBuffer = WordBuffer | ByteBuffer | ObjectBuffer;

interface WordBuffer {
  readonly kind: 'words';
  readonly values: Int32Array | BigInt64Array | Float32Array | Float64Array;
  readonly words: Int32Array;
  /** Words a value: 1 or 2. */
  readonly width: 1 | 2;
}

interface ByteBuffer {
  readonly kind: 'bytes';
  readonly values: Uint8Array;
}

interface ObjectBuffer {
  readonly kind: 'objects';
  readonly values: string[] | Uint8Array[];
}

/** True where the values of a leaf are text rather than bytes. */
export function isText({ physical, logical }: LeafNode): boolean {
  const kind = logical?.kind;
  return physical === 'BYTE_ARRAY' && (kind === 'string' || kind === 'enum' || kind === 'json');
}

/** An empty buffer of the array type that suits the leaf; its memory is charged to the reading. */
export function createBuffer(leaf: LeafNode, capacity: number, reading: Reading): ValueBuffer {
  reading.charge(capacity * 8);
  switch (leaf.physical) {
    case 'BOOLEAN':
      return { kind: 'bytes', values: new Uint8Array(capacity) };
    case 'INT32':
      return wordBuffer(new Int32Array(capacity), 1);
    case 'FLOAT':
      return wordBuffer(new Float32Array(capacity), 1);
    case 'DOUBLE':
      return wordBuffer(new Float64Array(capacity), 2);
    case 'INT64':
    case 'INT96':
      return wordBuffer(new BigInt64Array(capacity), 2);
    default:
      return { kind: 'objects', values: isText(leaf) ? filled(capacity, '') : filled(capacity, NO_BYTES) };
  }
}

function wordBuffer(values: WordBuffer['values'], width: 1 | 2): WordBuffer {
  return { kind: 'words', values, width, words: new Int32Array(values.buffer) };
}

function filled<T>(length: number, value: T): T[] {
  return new Array<T>(length).fill(value);
}

/**
 * Writes dictionary[index] for every index, from `start` on; false where an index is not in the dictionary, which must
 * be of the same leaf as the buffer.
 */
export function gather(buffer: ValueBuffer, start: number, { dictionary, indices }: Lookup): boolean {
  if (buffer.kind === 'words' && dictionary.kind === 'words') {
    if (buffer.width === 2) return gatherPairs(buffer.words.subarray(start * 2), dictionary.words, indices);
    return gatherSingles(buffer.words.subarray(start), dictionary.words, indices);
  }
  const out = buffer.values as unknown[];
  const { values } = dictionary;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index >>> 0 >= values.length) return false;
    out[start + i] = values[index];
  }
  return true;
}

export interface Lookup {
  readonly dictionary: ValueBuffer;
  readonly indices: Int32Array;
}

function gatherSingles(out: Int32Array, dictionary: Int32Array, indices: Int32Array): boolean {
  const size = dictionary.length;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index >>> 0 >= size) return false;
    out[i] = dictionary[index] as number;
  }
  return true;
}

function gatherPairs(out: Int32Array, dictionary: Int32Array, indices: Int32Array): boolean {
  const size = dictionary.length / 2;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index >>> 0 >= size) return false;
    out[2 * i] = dictionary[2 * index] as number;
    out[2 * i + 1] = dictionary[2 * index + 1] as number;
  }
  return true;
}

/** The slots of a leaf: the first `count` values of the buffer spread to where `validity` is 1, the rest empty. */
export function spread(buffer: ValueBuffer, count: number, validity: Uint8Array): LeafValues {
  if (buffer.kind === 'words') {
    if (buffer.width === 1) spreadSingles(buffer.words, count, validity);
    else spreadPairs(buffer.words, count, validity);
  } else if (buffer.kind === 'bytes') spreadBytes(buffer.values, count, validity);
  else spreadObjects(buffer.values as unknown[], count, validity);
  return firstOf(buffer, validity.length);
}

/** The first `count` values of the buffer. */
export function firstOf({ values }: ValueBuffer, count: number): LeafValues {
  if (values.length === count) return values;
  return Array.isArray(values) ? (values.slice(0, count) as LeafValues) : values.subarray(0, count);
}

// From the end towards the front, in place, until the values left stand where they belong.

function spreadSingles(words: Int32Array, count: number, validity: Uint8Array): void {
  let from = count;
  for (let i = validity.length - 1; from <= i; i--) words[i] = validity[i] === 1 ? (words[--from] as number) : 0;
}

function spreadPairs(words: Int32Array, count: number, validity: Uint8Array): void {
  let from = count;
  for (let i = validity.length - 1; from <= i; i--) {
    const valid = validity[i] === 1;
    if (valid) from--;
    words[2 * i] = valid ? (words[2 * from] as number) : 0;
    words[2 * i + 1] = valid ? (words[2 * from + 1] as number) : 0;
  }
}

function spreadBytes(bytes: Uint8Array, count: number, validity: Uint8Array): void {
  let from = count;
  for (let i = validity.length - 1; from <= i; i--) bytes[i] = validity[i] === 1 ? (bytes[--from] as number) : 0;
}

function spreadObjects(values: unknown[], count: number, validity: Uint8Array): void {
  const empty = typeof values[0] === 'string' ? '' : NO_BYTES;
  let from = count;
  for (let i = validity.length - 1; from <= i; i--) values[i] = validity[i] === 1 ? values[--from] : empty;
}
