/** Column chunks of flat columns, encoded from arrays: data pages of version 1, PLAIN, Snappy where it saves something. */
import type { ColumnData, DataType } from '@tinderbox/scoring';
import { ByteWriter } from 'hyparquet-writer';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';

/** A chunk that Snappy makes no smaller than this stays as it is, which reads faster. */
const WORTH = 0.9;

/** The pages of one column of one row group. */
export class ChunkPages {
  readonly #type: DataType;
  readonly #pages: Uint8Array[] = [];
  #codec: 'SNAPPY' | 'UNCOMPRESSED' | undefined;
  #values = 0;
  #plainSize = 0;
  #size = 0;

  constructor(type: DataType) {
    this.#type = type;
  }

  /** Bytes of the pages, headers included. */
  get size(): number {
    return this.#size;
  }

  get pages(): readonly Uint8Array[] {
    return this.#pages;
  }

  /** Adds a page of the first `length` slots. What it needs of the column is copied. */
  add(column: ColumnData, length: number): void {
    const body = encodeBody(this.#type, column, length);
    const packed = this.#pack(body);
    const header = pageHeader({ plain: body.length, packed: packed.length, values: length });
    this.#pages.push(header, packed);
    this.#values += length;
    this.#plainSize += header.length + body.length;
    this.#size += header.length + packed.length;
  }

  /** What the footer says of the chunk, which begins at `offset`. */
  describe(offset: number) {
    return {
      encodings: ['PLAIN', 'RLE'] as ('PLAIN' | 'RLE')[],
      codec: this.#codec ?? 'UNCOMPRESSED',
      num_values: BigInt(this.#values),
      total_compressed_size: BigInt(this.#size),
      total_uncompressed_size: BigInt(this.#plainSize),
      data_page_offset: BigInt(offset),
    };
  }

  /** The first page decides for all: a chunk has one codec. */
  #pack(body: Uint8Array): Uint8Array {
    if (this.#codec === 'UNCOMPRESSED') return body;
    const packed = snappyCompress(body);
    this.#codec ??= packed.length < body.length * WORTH ? 'SNAPPY' : 'UNCOMPRESSED';
    return this.#codec === 'SNAPPY' ? packed.slice() : body;
  }
}

/** Definition levels, then the values that are there. */
function encodeBody(type: DataType, { values, validity }: ColumnData, length: number): Uint8Array {
  const levels = encodeLevels(validity, length);
  const present = validity === undefined ? undefined : indicesOf(validity, length);
  const count = present?.length ?? length;
  if (type === 'string') return encodeTexts(levels, values as readonly string[], present ?? length);
  if (type === 'boolean') return encodeBits(levels, values as Uint8Array, present ?? length);
  const numbers = values as Float64Array;
  const width = numbers.BYTES_PER_ELEMENT;
  const body = new Uint8Array(levels.length + count * width);
  body.set(levels);
  const packed = present === undefined ? numbers.subarray(0, length) : gather(numbers, present);
  body.set(new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength), levels.length);
  return body;
}

function indicesOf(validity: Uint8Array, length: number): Int32Array {
  const indices = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (validity[i] === 1) indices[count++] = i;
  return indices.subarray(0, count);
}

function gather(values: Float64Array, indices: Int32Array): Float64Array {
  const result = values.slice(0, indices.length);
  for (let i = 0; i < indices.length; i++) result[i] = values[indices[i] as number] as number;
  return result;
}

type Slots = Int32Array | number;

/** The indices, or so many from 0 on. */
function* eachOf(slots: Slots): Generator<number, void, void> {
  if (typeof slots === 'number') for (let i = 0; i < slots; i++) yield i;
  else yield* slots;
}

function encodeTexts(levels: Uint8Array, texts: readonly string[], slots: Slots): Uint8Array {
  let most = levels.length;
  for (const slot of eachOf(slots)) most += 4 + 3 * (texts[slot] as string).length;
  const body = Buffer.allocUnsafe(most);
  body.set(levels);
  let at = levels.length;
  for (const slot of eachOf(slots)) {
    const size = body.write(texts[slot] as string, at + 4);
    body.writeUInt32LE(size, at);
    at += 4 + size;
  }
  return body.subarray(0, at);
}

function encodeBits(levels: Uint8Array, bits: Uint8Array, slots: Slots): Uint8Array {
  const count = typeof slots === 'number' ? slots : slots.length;
  const body = new Uint8Array(levels.length + Math.ceil(count / 8));
  body.set(levels);
  let k = 0;
  for (const slot of eachOf(slots)) {
    const at = levels.length + (k >> 3);
    body[at] = (body[at] as number) | ((bits[slot] as number) << (k & 7));
    k++;
  }
  return body;
}

/** The length, then one run where nothing is null, else a bit for each slot. */
function encodeLevels(validity: Uint8Array | undefined, length: number): Uint8Array {
  const bits = validity === undefined ? Uint8Array.of(1) : encodeBits(new Uint8Array(0), validity, length);
  const head = varint(validity === undefined ? length * 2 : bits.length * 2 + 1);
  const levels = new Uint8Array(4 + head.length + bits.length);
  new DataView(levels.buffer).setUint32(0, head.length + bits.length, true);
  levels.set(head, 4);
  levels.set(bits, 4 + head.length);
  return levels;
}

function varint(value: number): Uint8Array {
  const writer = new ByteWriter();
  writer.appendVarInt(value);
  return writer.getBytes().slice();
}

interface PageSizes {
  readonly plain: number;
  readonly packed: number;
  readonly values: number;
}

/** parquet.thrift's PageHeader of a DATA_PAGE, in Thrift's compact protocol: a byte of type before each integer. */
function pageHeader({ plain, packed, values }: PageSizes): Uint8Array {
  const writer = new ByteWriter();
  const integers = (...numbers: readonly number[]) => {
    for (const number of numbers) {
      writer.appendUint8(0x15);
      writer.appendVarInt(number * 2);
    }
  };
  const [PLAIN, RLE] = [0, 3];
  integers(0, plain, packed);
  // Field 5, two after the last one, is a struct.
  writer.appendUint8(0x2c);
  integers(values, PLAIN, RLE, RLE);
  writer.appendUint8(0);
  writer.appendUint8(0);
  return writer.getBytes().slice();
}
