import type { Reading } from './reading.ts';

/**
 * A Thrift struct: its values by field id. Booleans, numbers (64-bit integers too: beyond 2^53 they lose digits),
 * byte views, arrays and nested structs; a field that is absent, a map, or unknown to Parquet is undefined.
 */
export type ThriftStruct = readonly ThriftValue[];
type ThriftValue = boolean | number | Uint8Array | ThriftList | ThriftStructBox | undefined;
type ThriftList = readonly ThriftValue[];
/** Structs travel boxed, so that they are told from lists. */
class ThriftStructBox {
  readonly fields: ThriftStruct;
  constructor(fields: ThriftStruct) {
    this.fields = fields;
  }
}

const MAX_DEPTH = 32;
/** Above every id that parquet.thrift uses. */
const MAX_FIELD_ID = 32;

/** Reads the compact protocol; every length is checked against the bytes that are there. */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  readonly #reading: Reading;
  /** Where the next byte comes from. */
  position: number;

  constructor(bytes: Uint8Array, position: number, reading: Reading) {
    this.#bytes = bytes;
    this.position = position;
    this.#reading = reading;
  }

  readStruct(depth = 0): ThriftStruct {
    if (depth > MAX_DEPTH) throw this.#reading.damaged(`expected at most ${MAX_DEPTH} nested Thrift structs, got more`);
    const fields: ThriftValue[] = [];
    let id = 0;
    for (;;) {
      const header = this.#readByte();
      if (header === 0) return fields;
      const delta = header >> 4;
      id = delta === 0 ? this.#readZigZag() : id + delta;
      const value = this.#readValue(header & 15, depth, false);
      if (id > 0 && id <= MAX_FIELD_ID) {
        while (fields.length < id) fields.push(undefined);
        fields[id] = value;
      }
    }
  }

  #readValue(type: number, depth: number, inList: boolean): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return (inList ? this.#readByte() : type) === 1;
      case 3:
        return (this.#readByte() << 24) >> 24;
      case 4:
      case 5:
      case 6:
        return this.#readZigZag();
      case 7:
        this.#skip(8);
        return undefined;
      case 8:
        return this.#skip(this.#readVarint());
      case 9:
      case 10:
        return this.#readList(depth + 1);
      case 11:
        return this.#readMap(depth + 1);
      case 12:
        return new ThriftStructBox(this.readStruct(depth + 1));
      default:
        throw this.#reading.damaged(`expected a Thrift compact type, got ${type}`);
    }
  }

  #readList(depth: number): ThriftList {
    const header = this.#readByte();
    const count = header >> 4 === 15 ? this.#readVarint() : header >> 4;
    this.#checkCount(count, depth);
    const list: ThriftValue[] = [];
    for (let i = 0; i < count; i++) list.push(this.#readValue(header & 15, depth, true));
    return list;
  }

  /** parquet.thrift has no maps: read past it. */
  #readMap(depth: number): undefined {
    const count = this.#readVarint();
    if (count === 0) return;
    this.#checkCount(count, depth);
    const types = this.#readByte();
    for (let i = 0; i < count; i++) {
      this.#readValue(types >> 4, depth, true);
      this.#readValue(types & 15, depth, true);
    }
  }

  /** Every element takes a byte or more. */
  #checkCount(count: number, depth: number): void {
    if (depth > MAX_DEPTH) throw this.#reading.damaged(`expected at most ${MAX_DEPTH} nested Thrift values, got more`);
    const left = this.#bytes.length - this.position;
    if (count > left) throw this.#reading.damaged(`expected ${count} Thrift elements, got ${left} bytes`);
  }

  #readByte(): number {
    const byte = this.#bytes[this.position++];
    if (byte === undefined) throw this.#reading.damaged('expected more Thrift bytes, got the end');
    return byte;
  }

  #readVarint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.#readByte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw this.#reading.damaged('expected a Thrift integer of at most 10 bytes, got a longer one');
  }

  #readZigZag(): number {
    const value = this.#readVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #skip(length: number): Uint8Array {
    const start = this.position;
    if (length > this.#bytes.length - start) {
      throw this.#reading.damaged(`expected ${length} Thrift bytes, got ${this.#bytes.length - start}`);
    }
    this.position = start + length;
    return this.#bytes.subarray(start, this.position);
  }
}

/** The number in a field, or undefined where there is none. */
export function numberIn(struct: ThriftStruct, id: number): number | undefined {
  const value = struct[id];
  return typeof value === 'number' ? value : undefined;
}

/** The boolean in a field, or undefined where there is none. */
export function booleanIn(struct: ThriftStruct, id: number): boolean | undefined {
  const value = struct[id];
  return typeof value === 'boolean' ? value : undefined;
}

/** The bytes in a field, or undefined where there are none. */
export function bytesIn(struct: ThriftStruct, id: number): Uint8Array | undefined {
  const value = struct[id];
  return value instanceof Uint8Array ? value : undefined;
}

/** The struct in a field, or undefined where there is none. */
export function structIn(struct: ThriftStruct, id: number): ThriftStruct | undefined {
  const value = struct[id];
  return value instanceof ThriftStructBox ? value.fields : undefined;
}

/** The structs of a list in a field; empty where there is none. */
export function structsIn(struct: ThriftStruct, id: number): readonly ThriftStruct[] {
  const value = struct[id];
  if (!Array.isArray(value)) return [];
  const structs: ThriftStruct[] = [];
  for (const element of value as ThriftList) if (element instanceof ThriftStructBox) structs.push(element.fields);
  return structs;
}
