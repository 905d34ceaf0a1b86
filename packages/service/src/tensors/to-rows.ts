import {
  type DataType,
  describeType,
  type Field,
  isVector,
  listNames,
  locate,
  parseJsonExact,
  ScoringError,
  type StructType,
  setOwn,
  type Where,
} from '@tinderbox/scoring';
import type { Tensor } from './tensor.ts';
import { malformed } from './tensor-head.ts';

export interface ToRowsOptions {
  readonly maxRows: number;
}

type RowObject = { [column: string]: unknown };

/**
 * Plain objects for a scorer, which checks the values. Every column wants its tensor, of shape `[n]` or `[n, 1]`;
 * vectors and arrays are `[n, size]`, or `[n]` of their JSON in BYTES, as are maps and structs. Tensors that the model
 * does not know are ignored. Throws INPUT_COLUMN_MISSING, INPUT_FORMAT and INPUT_LIMIT.
 */
export function toRows(tensors: readonly Tensor[], { fields }: StructType, { maxRows }: ToRowsOptions): RowObject[] {
  const byName = indexTensors(tensors);
  const rows = createRows(tensors, maxRows);
  for (const field of fields) {
    const tensor = byName.get(field.name);
    if (tensor === undefined) {
      throw new ScoringError(
        'INPUT_COLUMN_MISSING',
        `expected a tensor for a column of type ${describeType(field.type)}, got none (have: ${listNames(byName.keys())})`,
        { column: field.name },
      );
    }
    fillColumn(rows, field, tensor);
  }
  return rows;
}

function indexTensors(tensors: readonly Tensor[]): ReadonlyMap<string, Tensor> {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  if (byName.size < tensors.length)
    throw new ScoringError('INPUT_FORMAT', 'expected one tensor a column, got two of a name');
  return byName;
}

function createRows(tensors: readonly Tensor[], maxRows: number): RowObject[] {
  const count = tensors[0]?.shape[0] ?? 0;
  for (const tensor of tensors) checkShape(tensor, count);
  if (count > maxRows) throw new ScoringError('INPUT_LIMIT', `expected at most ${maxRows} rows, got ${count}`);
  return Array.from({ length: count }, () => ({}));
}

function checkShape({ name, shape, data, nulls }: Tensor, count: number): void {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || shape[0] !== count) {
    throw malformed(name, `a shape that begins with ${count} rows`, `[${shape}]`);
  }
  if (elements !== data.length) {
    throw malformed(name, `${elements} elements for the shape [${shape}]`, `${data.length}`);
  }
  if (nulls?.some((row) => !Number.isInteger(row) || row < 0 || row >= count)) {
    throw malformed(name, `nulls from 0 to ${count - 1}`, 'another');
  }
}

function fillColumn(rows: RowObject[], field: Field, tensor: Tensor): void {
  const read = cellReader(field, tensor);
  const nulls = tensor.nulls === undefined ? undefined : new Set(tensor.nulls);
  rows.forEach((row, k) => {
    setOwn(row, field.name, nulls?.has(k) ? null : read(k));
  });
}

/** The value of a row, by its number. */
function cellReader({ name, type }: Field, { datatype, shape, data }: Tensor): (row: number) => unknown {
  const nested = typeof type === 'object';
  const element = datatype === 'BYTES' && !takesBytes(type) ? textReader(data, name) : (k: number) => data[k];
  if (nested && datatype === 'BYTES' && (shape.length === 1 || isVector(type))) {
    return (row) => readJson(element(row), { column: name, row: row + 1 });
  }
  if (nested && shape.length === 2) {
    const size = shape[1] as number;
    return (row) => wholeOrNull(Array.from({ length: size }, (_, k) => element(row * size + k)));
  }
  if (!nested && (shape.length === 1 || (shape.length === 2 && shape[1] === 1))) return element;
  const expected = nested ? '[n, size], or [n] of JSON in BYTES' : '[n] or [n, 1]';
  throw malformed(name, `the shape ${expected}`, `[${shape}] of ${datatype}`);
}

/** Elements that are all null are no list of nulls: that is how answers in JSON write a null vector. */
function wholeOrNull(elements: readonly unknown[]): unknown {
  return elements.length > 0 && elements.every((element) => element === null) ? null : elements;
}

/** JSON text; a null, which JSON tensors may hold, as it is. */
function readJson(value: unknown, where: Where): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJsonExact(value);
  } catch (error) {
    throw locate(error, where);
  }
}

function takesBytes(type: DataType): boolean {
  return type === 'binary' || (typeof type === 'object' && type.type === 'array' && type.elementType === 'binary');
}

/** BYTES as text. Throws INPUT_VALUE for what is not UTF-8. */
function textReader(data: ArrayLike<unknown>, column: string): (k: number) => unknown {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (k) => {
    const value = data[k];
    if (!(value instanceof Uint8Array)) return value;
    try {
      return decoder.decode(value);
    } catch {
      throw new ScoringError('INPUT_VALUE', 'expected text in UTF-8, got other bytes', { column });
    }
  };
}
