/** Column chunks of flat columns, encoded from arrays: data pages of version 1, PLAIN, packed where that saves something. */
import type { ColumnData, DataType } from '@tinderbox/scoring';
import { ByteWriter } from 'hyparquet-writer';
import type { PageCodec } from './parquet-codec.ts';

/** A chunk whose codec makes it no smaller than this stays as it is, which reads faster. */
const WORTH = 0.9;

/** What stands in a page: levels, then values. */
export interface PageBody {
  readonly body: Uint8Array;
  readonly entries: number;
}

/** The pages of one leaf of one row group. */
export class ChunkPages {
  readonly #pages: Uint8Array[] = [];
  readonly #codec: PageCodec;
  #isPacked: boolean | undefined;
  #values = 0;
  #plainSize = 0;
  #size = 0;

  constructor(codec: PageCodec) {
    this.#codec = codec;
  }

  /** Bytes of the pages, headers included. */
  get size(): number {
    return this.#size;
  }

  get pages(): readonly Uint8Array[] {
    return this.#pages;
  }

  /** Adds a page of so many entries: values, nulls and empty lists. */
  add({ body, entries }: PageBody): void {
    const packed = this.#pack(body);
    const header = pageHeader({ plain: body.length, packed: packed.length, values: entries });
    this.#pages.push(header, packed);
    this.#values += entries;
    this.#plainSize += header.length + body.length;
    this.#size += header.length + packed.length;
  }

  /** What the footer says of the chunk, which begins at `offset`. */
  describe(offset: number) {
    return {
      encodings: ['PLAIN', 'RLE'] as ('PLAIN' | 'RLE')[],
      codec: this.#isPacked === true ? this.#codec.codec : 'UNCOMPRESSED',
      num_values: BigInt(this.#values),
      total_compressed_size: BigInt(this.#size),
      total_uncompressed_size: BigInt(this.#plainSize),
      data_page_offset: BigInt(offset),
    };
  }

  /** The first page decides for all: a chunk has one codec. */
  #pack(body: Uint8Array): Uint8Array {
    if (this.#isPacked === false) return body;
    const packed = this.#codec.compress(body);
    this.#isPacked ??= packed.length < body.length * WORTH;
    return this.#isPacked ? packed.slice() : body;
  }
}

/** The first `length` slots of a flat column of an array type. What is needed of the column is copied. */
export function encodeFlat(type: DataType, { values, validity }: ColumnData, length: number): PageBody {
  const levels = encodeLevels(validity?.subarray(0, length) ?? 1, { width: 1, count: length });
  const present = validity === undefined ? undefined : indicesOf(validity, length);
  return { body: encodeValues(type, { levels, values, slots: present ?? length }), entries: length };
}

interface FlatValues {
  readonly levels: Uint8Array;
  readonly values: ColumnData['values'];
  readonly slots: Slots;
}

function encodeValues(type: DataType, { levels, values, slots }: FlatValues): Uint8Array {
  if (type === 'string') return encodeTexts(levels, values as readonly string[], slots);
  if (type === 'boolean') return joinBytes(levels, packBits(values as Uint8Array, slots));
  const numbers = values as Float64Array;
  return joinBytes(levels, typeof slots === 'number' ? numbers.subarray(0, slots) : gather(numbers, slots));
}

/** The bytes of all of them, one after the other. */
export function joinBytes(...pieces: readonly ArrayBufferView[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of pieces) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
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

function packBits(bits: Uint8Array, slots: Slots): Uint8Array {
  const packed = new Uint8Array(Math.ceil((typeof slots === 'number' ? slots : slots.length) / 8));
  let k = 0;
  for (const slot of eachOf(slots)) {
    packed[k >> 3] = (packed[k >> 3] as number) | ((bits[slot] as number) << (k & 7));
    k++;
  }
  return packed;
}

/** Levels of one or two bits, their length before them: one run where all are the same number, else packed bits. */
export function encodeLevels(
  levels: Uint8Array | number,
  { width, count }: { readonly width: 1 | 2; readonly count: number },
): Uint8Array {
  const isRun = typeof levels === 'number';
  const bits = isRun ? Uint8Array.of(levels) : packLevels(levels, width);
  const head = varint(isRun ? count * 2 : Math.ceil(count / 8) * 2 + 1);
  return joinBytes(Uint32Array.of(head.length + bits.length), head, bits);
}

/** In groups of eight, the last one filled up. */
function packLevels(levels: Uint8Array, width: 1 | 2): Uint8Array {
  const packed = new Uint8Array(Math.ceil(levels.length / 8) * width);
  const shift = width === 1 ? 3 : 2;
  const mask = (1 << shift) - 1;
  for (let i = 0; i < levels.length; i++) {
    packed[i >> shift] = (packed[i >> shift] as number) | ((levels[i] as number) << ((i & mask) * width));
  }
  return packed;
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
