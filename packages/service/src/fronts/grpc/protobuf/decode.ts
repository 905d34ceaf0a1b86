import { canonicalLong, ScoringError } from '@tinderbox/scoring';
import {
  type FieldType,
  type MessageOf,
  type MessageType,
  mapEntry,
  NO_ENTRIES,
  NO_VALUES,
  type Place,
} from './message.ts';
import { DELIMITED, FIXED32, FIXED64, isPacked, VARINT, wireTypeOf } from './wire.ts';

/** Texts, byte strings and messages in one message: each costs far more memory than its bytes. */
const MAX_PARTS = 2 ** 20;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The message that the bytes hold, whole; byte strings in it are views of `bytes`. Unknown fields are skipped. Throws
 * INPUT_FORMAT for what is no such message, INPUT_LIMIT for more than 2^20 parts. No length is trusted: memory stays a
 * small multiple of what was received.
 */
export function decodeMessage<M extends MessageType>(type: M, bytes: Uint8Array): MessageOf<M> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readMessage(new Reader(buffer), type, buffer.length) as MessageOf<M>;
}

class Reader {
  readonly buffer: Buffer;
  at = 0;
  #parts = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  /** A number below 2^32, for tags and lengths. */
  uint32(end: number): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = this.#byte(end);
      value += (byte & 127) * factor;
      if (byte < 128) return value < 2 ** 32 ? value : fail('a number below 2^32', 'a larger one');
    }
    return fail('a number below 2^32', 'a longer one');
  }

  /** An unsigned number of 64 bits; what goes beyond is cut off. */
  uint64(end: number): number | bigint {
    let value = 0;
    let factor = 1;
    for (let k = 0; k < 7; k++, factor *= 128) {
      const byte = this.#byte(end);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    let high = BigInt(value);
    for (let k = 7n; k < 10n; k++) {
      const byte = this.#byte(end);
      high |= BigInt(byte & 127) << (k * 7n);
      if (byte < 128) return canonicalLong(BigInt.asUintN(64, high));
    }
    return fail('a number of at most 10 bytes', 'a longer one');
  }

  /** Steps over so many bytes; answers where they begin. */
  skip(size: number, end: number): number {
    if (size > end - this.at) fail(`${size} bytes`, `${end - this.at} bytes to the end`);
    this.at += size;
    return this.at - size;
  }

  /** Where a text, byte string or message ends. */
  delimit(end: number): number {
    if (++this.#parts > MAX_PARTS) {
      throw new ScoringError('INPUT_LIMIT', `expected at most ${MAX_PARTS} texts and messages in a message, got more`);
    }
    const size = this.uint32(end);
    if (size > end - this.at) fail(`${size} bytes`, `${end - this.at} bytes to the end`);
    return this.at + size;
  }

  #byte(end: number): number {
    if (this.at >= end) fail('a whole number', 'the end');
    return this.buffer[this.at++] as number;
  }
}

function fail(expected: string, got: string): never {
  throw new ScoringError('INPUT_FORMAT', `expected a protobuf message with ${expected}, got ${got}`);
}

type Values = { [name: string]: unknown };

function readMessage(reader: Reader, type: MessageType, end: number): Values {
  const record: Values = { ...type.empty };
  while (reader.at < end) {
    const tag = reader.uint32(end);
    const place = type.byNumber[tag >>> 3];
    if (tag >>> 3 === 0) fail('field numbers above 0', '0');
    if (place === undefined || !readField(reader, { place, record, wireType: tag & 7, end })) {
      skipValue(reader, tag & 7, end);
    }
  }
  return record;
}

/** The values that a repeated field has so far, to be added to. */
function valuesOf(record: Values, name: string): unknown[] {
  if (record[name] === NO_VALUES) record[name] = [];
  return record[name] as unknown[];
}

function entriesOf(record: Values, name: string): Map<string, unknown> {
  if (record[name] === NO_ENTRIES) record[name] = new Map();
  return record[name] as Map<string, unknown>;
}

interface Found {
  readonly place: Place;
  readonly record: Values;
  readonly wireType: number;
  readonly end: number;
}

/** False where the wire type is none of the field's: then it is an unknown field. */
function readField(reader: Reader, { place: { name, shape }, record, wireType, end }: Found): boolean {
  if (isPacked(shape) && wireType === DELIMITED) {
    const stop = reader.delimit(end);
    const values = valuesOf(record, name);
    while (reader.at < stop) values.push(readValue(reader, shape.type, stop));
    return true;
  }
  if (wireType !== (shape.label === 'map' ? DELIMITED : wireTypeOf(shape.type))) return false;
  if (shape.label === 'map') readEntry(reader, { map: entriesOf(record, name), type: shape.type, end });
  else if (shape.label === 'many') valuesOf(record, name).push(readValue(reader, shape.type, end));
  else record[name] = readValue(reader, shape.type, end);
  return true;
}

function readEntry(
  reader: Reader,
  { map, type, end }: { readonly map: Map<string, unknown>; readonly type: FieldType; readonly end: number },
): void {
  const { key, value } = readMessage(reader, mapEntry(type), reader.delimit(end));
  const absent = value === undefined && typeof type === 'object' && type.kind === 'message';
  map.set(key as string, absent ? { ...type.empty } : value);
}

function readValue(reader: Reader, type: FieldType, end: number): unknown {
  if (typeof type === 'object') {
    if (type.kind === 'enum') return readInt32(reader, end);
    return readMessage(reader, type, reader.delimit(end));
  }
  switch (type) {
    case 'bool':
      return reader.uint64(end) !== 0;
    case 'int32':
      return readInt32(reader, end);
    case 'uint32':
      return Number(BigInt.asUintN(32, BigInt(reader.uint64(end))));
    case 'int64': {
      const value = reader.uint64(end);
      return typeof value === 'number' ? value : canonicalLong(BigInt.asIntN(64, value));
    }
    case 'uint64':
      return reader.uint64(end);
    case 'float':
      return reader.buffer.readFloatLE(reader.skip(4, end));
    case 'double':
      return reader.buffer.readDoubleLE(reader.skip(8, end));
    case 'string':
      return readText(reader, reader.delimit(end));
    case 'bytes': {
      const stop = reader.delimit(end);
      return reader.buffer.subarray(reader.skip(stop - reader.at, stop), stop);
    }
  }
}

function readInt32(reader: Reader, end: number): number {
  const value = reader.uint64(end);
  return typeof value === 'number' && value < 2 ** 31 ? value : Number(BigInt.asIntN(32, BigInt(value)));
}

/** Most texts are names, for which a whole decoder is slow. */
function isShortAscii(buffer: Buffer, start: number, stop: number): boolean {
  if (stop - start > 64) return false;
  for (let k = start; k < stop; k++) {
    if ((buffer[k] as number) > 127) return false;
  }
  return true;
}

function readText(reader: Reader, stop: number): string {
  const { buffer, at } = reader;
  reader.at = stop;
  if (isShortAscii(buffer, at, stop)) return buffer.toString('latin1', at, stop);
  try {
    return UTF8.decode(buffer.subarray(at, stop));
  } catch {
    return fail('texts in UTF-8', 'other bytes');
  }
}

/** Groups, which proto3 does not have, are refused. */
function skipValue(reader: Reader, wireType: number, end: number): void {
  switch (wireType) {
    case VARINT:
      reader.uint64(end);
      return;
    case FIXED64:
      reader.skip(8, end);
      return;
    case FIXED32:
      reader.skip(4, end);
      return;
    case DELIMITED:
      reader.at = reader.delimit(end);
      return;
    default:
      fail('wire types 0, 1, 2 and 5', String(wireType));
  }
}
