/**
 * The data of tensors in bytes, as raw contents over gRPC and the binary extension over HTTP have it: elements in
 * row-major order, little-endian, without padding; BYTES each behind a length of four bytes.
 */
import { canonicalLong } from '@tinderbox/scoring';
import { DATATYPE_SIZES, type Datatype } from './tensor.ts';
import { malformed } from './tensor-head.ts';

/** How many elements of which column. */
export interface RawElements {
  readonly count: number;
  readonly column: string;
}

/** The elements of a shape. Byte strings are views of `bytes`. Throws INPUT_FORMAT unless the bytes hold exactly these. */
export function decodeRaw(datatype: Datatype, bytes: Uint8Array, wanted: RawElements): ArrayLike<unknown> {
  const { count, column } = wanted;
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === 'BYTES') return decodeByteStrings(buffer, wanted);
  const size = DATATYPE_SIZES[datatype];
  if (buffer.length !== size * count) {
    throw malformed(column, `${size * count} bytes for ${count} ${datatype}`, `${buffer.length}`);
  }
  const read = READERS[datatype];
  const values: unknown[] = [];
  for (let k = 0; k < count; k++) values.push(read(buffer, k * size));
  return values;
}

const READERS: { readonly [D in Exclude<Datatype, 'BYTES'>]: (buffer: Buffer, at: number) => unknown } = {
  BOOL: (buffer, at) => buffer[at] !== 0,
  INT8: (buffer, at) => buffer.readInt8(at),
  INT16: (buffer, at) => buffer.readInt16LE(at),
  INT32: (buffer, at) => buffer.readInt32LE(at),
  INT64: (buffer, at) => canonicalLong(buffer.readBigInt64LE(at)),
  UINT8: (buffer, at) => buffer[at],
  UINT16: (buffer, at) => buffer.readUInt16LE(at),
  UINT32: (buffer, at) => buffer.readUInt32LE(at),
  UINT64: (buffer, at) => canonicalLong(buffer.readBigUInt64LE(at)),
  FP32: (buffer, at) => buffer.readFloatLE(at),
  FP64: (buffer, at) => buffer.readDoubleLE(at),
};

function decodeByteStrings(buffer: Buffer, { count, column }: RawElements): readonly Uint8Array[] {
  const expected = `${count} byte strings with their lengths before them`;
  if (buffer.length < 4 * count) throw malformed(column, expected, `${buffer.length} bytes`);
  const values: Uint8Array[] = [];
  let at = 0;
  for (let k = 0; k < count; k++) {
    const end = at + 4 <= buffer.length ? at + 4 + buffer.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > buffer.length) throw malformed(column, expected, 'a length beyond the end');
    values.push(buffer.subarray(at + 4, end));
    at = end;
  }
  if (at !== buffer.length) throw malformed(column, expected, `${buffer.length - at} bytes more`);
  return values;
}

export function encodeRaw(datatype: Datatype, data: ArrayLike<unknown>): Buffer {
  if (datatype === 'BYTES') return encodeByteStrings(data);
  const size = DATATYPE_SIZES[datatype];
  const buffer = Buffer.allocUnsafe(size * data.length);
  const write = WRITERS[datatype];
  for (let k = 0; k < data.length; k++) write(buffer, data[k] as never, k * size);
  return buffer;
}

const WRITERS: { readonly [D in Exclude<Datatype, 'BYTES'>]: (buffer: Buffer, value: never, at: number) => void } = {
  BOOL: (buffer, value: boolean, at) => buffer.writeUInt8(value ? 1 : 0, at),
  INT8: (buffer, value: number, at) => buffer.writeInt8(value, at),
  INT16: (buffer, value: number, at) => buffer.writeInt16LE(value, at),
  INT32: (buffer, value: number, at) => buffer.writeInt32LE(value, at),
  INT64: (buffer, value: number | bigint, at) => buffer.writeBigInt64LE(BigInt(value), at),
  UINT8: (buffer, value: number, at) => buffer.writeUInt8(value, at),
  UINT16: (buffer, value: number, at) => buffer.writeUInt16LE(value, at),
  UINT32: (buffer, value: number, at) => buffer.writeUInt32LE(value, at),
  UINT64: (buffer, value: number | bigint, at) => buffer.writeBigUInt64LE(BigInt(value), at),
  FP32: (buffer, value: number, at) => buffer.writeFloatLE(value, at),
  FP64: (buffer, value: number, at) => buffer.writeDoubleLE(value, at),
};

function encodeByteStrings(data: ArrayLike<unknown>): Buffer {
  const parts: Uint8Array[] = [];
  for (let k = 0; k < data.length; k++) {
    const bytes = bytesOf(data[k]);
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}

/** An element of BYTES. */
export function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(value as string);
}
