import {
  type DataType,
  type Field,
  isVector,
  ScoringError,
  SparseVector,
  type StructType,
  UTC,
  type Vector,
  type Zone,
} from '@tinderbox/scoring';
import { createJsonEncoder, textOf } from '../records/json-text.ts';
import { datatypeOf, sizeOf } from './column-datatype.ts';
import type { Tensor } from './tensor.ts';

/** Vectors are written in full, so that a few hashed texts could fill the memory. */
const MAX_ELEMENTS = 2 ** 23;

export type ScoredRow = { readonly [column: string]: unknown } | undefined;

/**
 * A tensor a column, one element or vector a row. Null is NaN, 0, false or an empty text, and named in `nulls`; a row
 * that the pipeline dropped (undefined) is null in every column. Vectors of one column that differ in size are BYTES of
 * their JSON, as are arrays, maps and structs; timestamps are the text they are in JSON. Throws INPUT_LIMIT where the
 * vectors of all columns have too many elements.
 */
export function fromRows(rows: readonly ScoredRow[], { fields }: StructType, zone: Zone = UTC): readonly Tensor[] {
  const room = { left: MAX_ELEMENTS };
  return fields.map((field) => {
    const values = rows.map((row) => row?.[field.name] ?? null);
    const nulls = values.flatMap((value, row) => (value === null ? [row] : []));
    const content = isVector(field.type) ? vectorContent(values, field, room) : scalarContent(values, field.type, zone);
    return nulls.length === 0 ? { name: field.name, ...content } : { name: field.name, ...content, nulls };
  });
}

type Content = Pick<Tensor, 'datatype' | 'shape' | 'data'>;

function scalarContent(values: readonly unknown[], type: DataType, zone: Zone): Content {
  const datatype = datatypeOf(type);
  const shape = [values.length];
  if (datatype !== 'BYTES') {
    const missing = datatype === 'BOOL' ? false : datatype.startsWith('FP') ? Number.NaN : 0;
    return { datatype, shape, data: values.map((value) => value ?? missing) };
  }
  const write = bytesWriter(type, zone);
  return { datatype, shape, data: values.map((value) => (value === null ? '' : write(value))) };
}

/** What stands for a value in BYTES; binary is as it is. */
function bytesWriter(type: DataType, zone: Zone): (value: unknown) => unknown {
  if (type === 'string' || type === 'binary') return (value) => value;
  return (typeof type === 'object' || type === 'variant' ? createJsonEncoder(type, zone) : textOf(type, zone)) as (
    value: unknown,
  ) => string;
}

function vectorContent(values: readonly unknown[], field: Field, room: { left: number }): Content {
  const vectors = values as readonly (Vector | null)[];
  const size = vectors.find((vector) => vector !== null)?.size ?? sizeOf(field) ?? 0;
  if (vectors.some((vector) => vector !== null && vector.size !== size)) {
    const write = createJsonEncoder(field.type);
    return {
      datatype: 'BYTES',
      shape: [values.length],
      data: vectors.map((each) => (each === null ? '' : write(each))),
    };
  }
  room.left -= size * values.length;
  if (room.left < 0) {
    const expected = `at most ${MAX_ELEMENTS} elements in all vectors`;
    throw new ScoringError('INPUT_LIMIT', `expected ${expected}, got more: ask for fewer rows or outputs`, {
      column: field.name,
    });
  }
  const data = new Float64Array(size * values.length);
  vectors.forEach((vector, row) => {
    writeVector(data.subarray(row * size, (row + 1) * size), vector);
  });
  return { datatype: 'FP64', shape: [values.length, size], data };
}

/** `target` holds zeros. */
function writeVector(target: Float64Array, vector: Vector | null): void {
  if (vector === null) target.fill(Number.NaN);
  else if (vector instanceof SparseVector)
    vector.indices.forEach((index, k) => {
      target[index] = vector.values[k] as number;
    });
  else target.set(vector.values);
}
