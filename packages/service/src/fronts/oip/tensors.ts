/** Rows as one tensor a column, and back: the mapping of the Open Inference Protocol, whatever the wire. */
import {
  type DataType,
  DenseVector,
  describeType,
  type Field,
  isVector,
  listNames,
  parseJson,
  ScoringError,
  type StructType,
  setOwn,
  UTC,
  type Value,
  type Vector,
  type Zone,
} from '@tinderbox/scoring';
import { createJsonEncoder, textOf } from '../../records/json-text.ts';
import type { PlainRecord } from '../rest/rest-model.ts';

export const DATATYPES = [
  ...['BOOL', 'UINT8', 'UINT16', 'UINT32', 'UINT64', 'INT8', 'INT16', 'INT32', 'INT64', 'FP32', 'FP64', 'BYTES'],
] as const;

export type TensorNumbers =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Elements in row-major order; those of BYTES are strings or, for binary columns, bytes. */
export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[] | TensorNumbers;
  /** The rows, from 0, that are null; what `data` holds there counts for nothing. */
  readonly nulls?: readonly number[] | undefined;
}

/** What a column is as a tensor; -1 stands for any length. */
export interface TensorForm {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** Elements of one tensor of an answer. */
const MOST_ELEMENTS = 2 ** 22;

const OF_TYPE: ReadonlyMap<DataType, string> = new Map([
  ['boolean', 'BOOL'],
  ['byte', 'INT8'],
  ['short', 'INT16'],
  ['integer', 'INT32'],
  ['long', 'INT64'],
  ['float', 'FP32'],
  ['double', 'FP64'],
]);

/** Vectors are FP64 of two dimensions; what is neither number, boolean nor vector is text in BYTES. */
export function tensorForm({ name, type, attributes }: Field): TensorForm {
  if (isVector(type)) {
    const size = attributes?.kind === 'vector' ? attributes.size : undefined;
    return { name, datatype: 'FP64', shape: [-1, size ?? -1] };
  }
  return { name, datatype: OF_TYPE.get(type) ?? 'BYTES', shape: [-1] };
}

/**
 * The rows that tensors of a request hold. A scalar column is of shape [n] or [n,1], a vector or list [n,k]; a vector,
 * list, map or struct may come as JSON text in BYTES of shape [n]. Tensors of other names count for nothing. Throws
 * INPUT_COLUMN_MISSING, INPUT_COLUMN_TYPE and INPUT_FORMAT; values are checked as the rows are scored.
 */
export function toRows(tensors: readonly Tensor[], { input }: { readonly input: StructType }): PlainRecord[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const rows: PlainRecord[] = [];
  input.fields.forEach((field, k) => {
    const tensor = byName.get(field.name);
    if (tensor === undefined) throw missing(field, byName.keys());
    const length = rowCount(tensor);
    if (k === 0) for (let row = 0; row < length; row++) rows.push({});
    if (length !== rows.length) throw wrong(tensor, `${rows.length} rows, as in the first tensor`, `${length}`);
    fillColumn(rows, field, tensor);
  });
  return rows;
}

function missing({ name, type }: Field, have: Iterable<string>): ScoringError {
  const detail = `expected a tensor for a column of type ${describeType(type)}, got none (have: ${listNames(have)})`;
  return new ScoringError('INPUT_COLUMN_MISSING', detail, { column: name });
}

function wrong({ name }: Tensor, expected: string, got: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, { column: name });
}

/** Throws INPUT_FORMAT unless the shape is one of rows that hold all elements. */
function rowCount(tensor: Tensor): number {
  const { shape, data } = tensor;
  const [rows = 0, width = 1] = shape;
  const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || shape.length < 1 || shape.length > 2 || (width === 0 && rows > 0)) {
    throw wrong(tensor, 'the shape [n] or [n,k]', 'another');
  }
  if (rows * width !== data.length) throw wrong(tensor, `${rows * width} elements by its shape`, `${data.length}`);
  return rows;
}

function fillColumn(rows: readonly PlainRecord[], { name, type }: Field, tensor: Tensor): void {
  const read = elementReader(type, tensor);
  const nulls = new Set(tensor.nulls);
  rows.forEach((row, k) => {
    setOwn(row, name, nulls.has(k) ? null : read(k));
  });
}

function elementReader(type: DataType, tensor: Tensor): (row: number) => unknown {
  const { data, shape, datatype } = tensor;
  const isBytes = datatype === 'BYTES';
  const convert = elementConverter(type, tensor);
  if (typeof type === 'object' && !(isBytes && shape.length === 1)) {
    const isList = isVector(type) || (type.type === 'array' && shape.length === 2);
    if (!isList || shape.length !== 2) throw wrong(tensor, 'the shape [n,k], or BYTES of shape [n]', 'another');
    const width = shape[1] as number;
    return (row) => {
      const elements = data.slice(row * width, (row + 1) * width);
      return isBytes ? (elements as readonly unknown[]).map(convert) : wholeOrNull(elements);
    };
  }
  if (shape.length === 2 && shape[1] !== 1) throw wrong(tensor, 'the shape [n] or [n,1]', 'another');
  if (typeof type === 'object') return (row) => jsonOrNull(convert(data[row]));
  return (row) => convert(data[row]);
}

/** Elements that are all null are no list of nulls: that is how answers write a null vector. */
function wholeOrNull(elements: Tensor['data']): unknown {
  const isNull = Array.isArray(elements) && elements.length > 0 && elements.every((element) => element === null);
  return isNull ? null : elements;
}

function jsonOrNull(text: unknown): unknown {
  return typeof text === 'string' ? parseJson(text) : text;
}

function elementConverter(type: DataType, tensor: Tensor): (element: unknown) => unknown {
  if (tensor.datatype === 'BYTES' && type !== 'binary') return (element) => decodeText(element, tensor);
  if (tensor.datatype === 'BOOL') return (element) => (typeof element === 'number' ? element !== 0 : element);
  return (element) => element;
}

function decodeText(element: unknown, tensor: Tensor): unknown {
  if (!(element instanceof Uint8Array)) return element;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(element);
  } catch {
    throw wrong(tensor, 'text in UTF-8', 'other bytes');
  }
}

/** One tensor a column of scored rows. A row that the pipeline drops is null in each. Throws INPUT_LIMIT. */
export function fromRows(
  rows: readonly (PlainRecord | undefined)[],
  fields: readonly Field[],
  zone: Zone = UTC,
): Tensor[] {
  return fields.map((field) => {
    const values = rows.map((row) => row?.[field.name] ?? null);
    const nulls = values.flatMap((value, row) => (value === null ? [row] : []));
    const { name, datatype } = tensorForm(field);
    const column = isVector(field.type)
      ? vectorData(values as (Vector | null)[], name)
      : { shape: [values.length], data: scalarData(values, field.type, zone) };
    return { name, datatype, ...column, nulls: nulls.length > 0 ? nulls : undefined };
  });
}

function vectorData(vectors: readonly (Vector | null)[], column: string): Pick<Tensor, 'shape' | 'data'> {
  const width = vectors.find((vector) => vector !== null)?.size ?? 0;
  if (vectors.length * width > MOST_ELEMENTS) {
    const got = `${vectors.length} of size ${width}`;
    throw new ScoringError('INPUT_LIMIT', `expected at most ${MOST_ELEMENTS} elements of vectors, got ${got}`, {
      column,
    });
  }
  const data = new Float64Array(vectors.length * width);
  vectors.forEach((vector, row) => {
    if (vector === null) data.fill(Number.NaN, row * width, (row + 1) * width);
    else if (vector.size === width) data.set(elementsOf(vector), row * width);
    else throw new ScoringError('INPUT_VALUE', 'expected vectors of one size, got others', { column, row: row + 1 });
  });
  return { shape: [vectors.length, width], data };
}

function elementsOf(vector: Vector): ArrayLike<number> {
  return vector instanceof DenseVector ? vector.values : vector.toArray();
}

function scalarData(values: readonly Value[], type: DataType, zone: Zone): Tensor['data'] {
  const numbers = () => values.map((value) => (value === null ? 0 : (value as number)));
  switch (type) {
    case 'boolean':
      return values.map((value) => value === true);
    case 'byte':
      return Int8Array.from(numbers());
    case 'short':
      return Int16Array.from(numbers());
    case 'integer':
      return Int32Array.from(numbers());
    case 'long':
      return BigInt64Array.from(values, (value) => BigInt((value ?? 0) as number | bigint));
    case 'float':
      return Float32Array.from(values, orNaN);
    case 'double':
      return Float64Array.from(values, orNaN);
    case 'binary':
      return values.map((value) => value ?? new Uint8Array());
    default: {
      const encode =
        typeof type === 'object' || type === 'variant' ? createJsonEncoder(type, zone) : textOf(type, zone);
      return values.map((value) => (value === null ? '' : encode(value)));
    }
  }
}

function orNaN(value: Value): number {
  return value === null ? Number.NaN : (value as number);
}
