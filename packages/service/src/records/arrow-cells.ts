/**
 * Values out of the buffers of an Arrow batch. Every buffer is checked against the batch's length, and every offset
 * against what it points into, before a value is read: damaged files end in INPUT_FORMAT.
 */
import {
  canonicalLong,
  createJsonDecoder,
  type DataType,
  Decimal,
  isVector,
  ScoringError,
  type Value,
} from '@tinderbox/scoring';
import type * as flechette from '@uwdata/flechette';
import { ARROW } from './arrow-types.ts';

/** What this reads of flechette's Batch. */
export interface ArrowBatch {
  readonly type: flechette.DataType;
  readonly length: number;
  readonly nullCount: number;
  readonly validity?: Uint8Array;
  readonly values?: ArrayLike<number | bigint> & ArrayBufferView;
  readonly offsets?: Int32Array | BigInt64Array;
  readonly children?: readonly ArrowBatch[];
  /** Of dictionary batches. */
  readonly dictionary?: { readonly data: readonly ArrowBatch[] };
  /** flechette's own reading, for views and half floats. */
  value(index: number): unknown;
}

/** The value at an index below the batch's length, in the form of core/values.ts. */
export type Cells = (index: number) => Value;

const MAX_LENGTH = 2 ** 27;

/** `sparkType` says which structs are vectors. */
export function createCells(batch: ArrowBatch, sparkType: DataType): Cells {
  check(batch.length >= 0 && batch.length <= MAX_LENGTH, `a length of at most ${MAX_LENGTH}`);
  const cells = cellsOf(batch, sparkType);
  const { validity } = batch;
  if (batch.nullCount === 0 || validity === undefined || batch.type.typeId === ARROW.Null) return cells;
  check(validity.length >= Math.ceil(batch.length / 8), 'a validity bit for each value');
  return (index) => (bitAt(validity, index) ? cells(index) : null);
}

function cellsOf(batch: ArrowBatch, sparkType: DataType): Cells {
  const { type } = batch;
  switch (type.typeId) {
    case ARROW.Dictionary:
      return dictionaryCells(batch, sparkType);
    case ARROW.List:
    case ARROW.LargeList:
      return listCells(batch, offsetRange(batch, childOf(batch, 0).length), sparkType);
    case ARROW.FixedSizeList:
      return listCells(batch, fixedRange(batch, type.stride), sparkType);
    case ARROW.Map:
      return mapCells(batch, sparkType);
    case ARROW.Struct:
      return structCells(batch, sparkType);
    case ARROW.Null:
      return () => null;
    default:
      return leafCells(batch);
  }
}

function leafCells(batch: ArrowBatch): Cells {
  const { type } = batch;
  switch (type.typeId) {
    case ARROW.Bool: {
      const bits = bytesOf(batch, Math.ceil(batch.length / 8));
      return (index) => bitAt(bits, index);
    }
    case ARROW.Int:
      return integerCells(batch, type);
    case ARROW.Float:
      return floatCells(batch, type);
    case ARROW.Decimal:
      return decimalCells(batch, type);
    case ARROW.Date:
      return dateCells(batch, type);
    case ARROW.Timestamp:
      return timestampCells(batch, type);
    case ARROW.FixedSizeBinary:
      return bytesCells(batch, fixedRange(batch, type.stride, bytesOf(batch, 0).length));
    case ARROW.Binary:
    case ARROW.LargeBinary:
      return bytesCells(batch, offsetRange(batch, bytesOf(batch, 0).length));
    case ARROW.Utf8:
    case ARROW.LargeUtf8:
      return textCells(batch, offsetRange(batch, bytesOf(batch, 0).length));
    default:
      return ownCells(batch);
  }
}

/** What flechette reads itself; its failures are those of damaged bytes. */
function ownCells(batch: ArrowBatch): Cells {
  return (index) => {
    try {
      return batch.value(index);
    } catch (cause) {
      throw new ScoringError(
        'INPUT_FORMAT',
        'expected Arrow views into their buffers, got damaged ones',
        {},
        { cause },
      );
    }
  };
}

function check(holds: boolean, expected: string): void {
  if (!holds) throw new ScoringError('INPUT_FORMAT', `expected Arrow buffers with ${expected}, got damaged ones`);
}

function bitAt(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] as number) >> (index & 7)) & 1) === 1;
}

function childOf(batch: ArrowBatch, k: number): ArrowBatch {
  const child = batch.children?.[k];
  check(child !== undefined, 'as many parts as the type has');
  return child as ArrowBatch;
}

/** The values as numbers or bigints, at least `width` for each slot. */
function valuesOf<T extends number | bigint>(batch: ArrowBatch, width = 1): ArrayLike<T> {
  const { values } = batch;
  check(values !== undefined && values.length >= batch.length * width, 'a value for each slot');
  return values as unknown as ArrayLike<T>;
}

function bytesOf(batch: ArrowBatch, least: number): Uint8Array {
  const { values } = batch;
  check(values instanceof Uint8Array && values.length >= least, 'enough bytes');
  return values as Uint8Array;
}

/** Start and end of a slot within the child, or the bytes. */
type Range = (index: number) => readonly [start: number, end: number];

/** `limit` is how long what the offsets point into is. */
function offsetRange({ offsets, length }: ArrowBatch, limit: number): Range {
  if (length === 0) return () => [0, 0];
  check(offsets !== undefined && offsets.length > length, 'an offset for each slot');
  const all = offsets as Int32Array | BigInt64Array;
  let previous = 0;
  for (let k = 0; k <= length; k++) {
    const offset = Number(all[k]);
    check(offset >= previous, 'increasing offsets');
    previous = offset;
  }
  check(previous <= limit, 'offsets inside the data');
  return (index) => [Number(all[index]), Number(all[index + 1])];
}

function fixedRange(batch: ArrowBatch, stride: number, limit = childOf(batch, 0).length): Range {
  check(stride >= 0 && batch.length * stride <= limit, 'as many elements as the type says');
  return (index) => [index * stride, (index + 1) * stride];
}

function integerCells(batch: ArrowBatch, type: flechette.IntType): Cells {
  if (type.bitWidth < 64) {
    const values = valuesOf<number>(batch);
    return (index) => values[index];
  }
  const values = valuesOf<bigint>(batch);
  if (!type.signed) return (index) => new Decimal(BigInt.asUintN(64, values[index] as bigint), 0);
  return (index) => canonicalLong(values[index] as bigint);
}

function floatCells(batch: ArrowBatch, type: flechette.FloatType): Cells {
  const values = valuesOf<number>(batch);
  return type.precision === 0 ? ownCells(batch) : (index) => values[index];
}

function decimalCells(batch: ArrowBatch, { bitWidth, scale }: flechette.DecimalType): Cells {
  if (bitWidth === 32) {
    const values = valuesOf<number>(batch);
    return (index) => new Decimal(BigInt(values[index] as number), scale);
  }
  const width = bitWidth / 64;
  const values = valuesOf<bigint>(batch, width);
  return (index) => {
    let unscaled = BigInt.asIntN(64, values[index * width + width - 1] as bigint);
    for (let k = width - 2; k >= 0; k--) {
      unscaled = (unscaled << 64n) | BigInt.asUintN(64, values[index * width + k] as bigint);
    }
    return new Decimal(unscaled, scale);
  };
}

const DAY_MILLISECONDS = 86_400_000;

function dateCells(batch: ArrowBatch, { unit }: flechette.DateType): Cells {
  const values = valuesOf<number | bigint>(batch);
  if (unit === 0) return (index) => values[index];
  return (index) => Math.floor(Number(values[index]) / DAY_MILLISECONDS);
}

/** Microseconds of one unit: seconds, milliseconds, microseconds. */
const UNIT_MICROSECONDS: readonly bigint[] = [1_000_000n, 1000n, 1n];

/** Nanoseconds round down, as in Spark. */
function timestampCells(batch: ArrowBatch, { unit }: flechette.TimestampType): Cells {
  const values = valuesOf<bigint>(batch);
  const scale = UNIT_MICROSECONDS[unit];
  if (scale !== undefined) return (index) => (values[index] as bigint) * scale;
  return (index) => {
    const nanoseconds = values[index] as bigint;
    return nanoseconds / 1000n - (nanoseconds % 1000n < 0n ? 1n : 0n);
  };
}

function bytesCells(batch: ArrowBatch, range: Range): Cells {
  const bytes = bytesOf(batch, 0);
  return (index) => bytes.slice(...range(index));
}

function textCells(batch: ArrowBatch, range: Range): Cells {
  const bytes = bytesOf(batch, 0);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (index) => buffer.toString('utf8', ...range(index));
}

function dictionaryCells(batch: ArrowBatch, sparkType: DataType): Cells {
  const keys = valuesOf<number | bigint>(batch);
  const parts = batch.dictionary?.data ?? [];
  const values = parts.flatMap((part) => Array.from({ length: part.length }, cellsFrom(createCells(part, sparkType))));
  return (index) => {
    const key = Number(keys[index]);
    check(key >= 0 && key < values.length, 'keys inside the dictionary');
    return values[key];
  };
}

function cellsFrom(cells: Cells): (unused: unknown, index: number) => Value {
  return (_unused, index) => cells(index);
}

function listCells(batch: ArrowBatch, range: Range, sparkType: DataType): Cells {
  const element = typeof sparkType === 'object' && sparkType.type === 'array' ? sparkType.elementType : sparkType;
  const cells = createCells(childOf(batch, 0), element);
  return (index) => {
    const [start, end] = range(index);
    return Array.from({ length: end - start }, (_, k) => cells(start + k));
  };
}

function mapCells(batch: ArrowBatch, sparkType: DataType): Cells {
  const map = typeof sparkType === 'object' && sparkType.type === 'map' ? sparkType : undefined;
  check(map !== undefined, 'a map');
  const entries = childOf(batch, 0);
  const range = offsetRange(batch, entries.length);
  const [keys, values] = [childOf(entries, 0), childOf(entries, 1)];
  check(keys.length >= entries.length && values.length >= entries.length, 'a key and a value for each entry');
  const key = createCells(keys, map?.keyType ?? 'void');
  const value = createCells(values, map?.valueType ?? 'void');
  return (index) => {
    const [start, end] = range(index);
    return new Map(Array.from({ length: end - start }, (_, k) => [key(start + k), value(start + k)] as const));
  };
}

function structCells(batch: ArrowBatch, sparkType: DataType): Cells {
  const { type, length } = batch;
  const inner = typeof sparkType === 'object' && sparkType.type === 'udt' ? sparkType.sqlType : sparkType;
  const types = typeof inner === 'object' && inner.type === 'struct' ? inner.fields : [];
  const names = type.typeId === ARROW.Struct ? type.children.map((child) => child.name) : [];
  const fields = names.map((name, k) => {
    const child = childOf(batch, k);
    check(child.length >= length, 'fields as long as their struct');
    return { name, cells: createCells(child, types[k]?.type ?? 'void') };
  });
  const struct: Cells = (index) => Object.fromEntries(fields.map(({ name, cells }) => [name, cells(index)]));
  if (!isVector(sparkType)) return struct;
  const decodeVector = createJsonDecoder(sparkType);
  return (index) => decodeVector(struct(index));
}
