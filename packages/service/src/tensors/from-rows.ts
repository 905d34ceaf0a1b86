import {
  type DataType,
  type Field,
  formatTimestampNtz,
  isVector,
  ScoringError,
  SparseVector,
  type StructType,
  type Vector,
} from '@tinderbox/scoring';
import { createJsonEncoder, textOf } from '../records/json-text.ts';
import { datatypeOf, sizeOf } from './column-datatype.ts';
import type { Tensor } from './tensor.ts';

/** Vectors are written in full, so that a few hashed texts could fill the memory. */
const MAX_ELEMENTS = 2 ** 26;

type ScoredRow = { readonly [column: string]: unknown } | undefined;

/**
 * A tensor a column, one element or vector a row. Null is NaN, 0, false or an empty text, and named in `nulls`; a row
 * that the pipeline dropped (undefined) is null in every column. Vectors of one column that differ in size are BYTES of
 * their JSON, as are arrays, maps and structs.
 */
export function fromRows(rows: readonly ScoredRow[], { fields }: StructType): readonly Tensor[] {
  return fields.map((field) => columnTensor(rows, field));
}

function columnTensor(rows: readonly ScoredRow[], field: Field): Tensor {
  const values = rows.map((row) => row?.[field.name] ?? null);
  const nulls = values.flatMap((value, row) => (value === null ? [row] : []));
  const content = isVector(field.type) ? vectorContent(values, field) : scalarContent(values, field.type);
  return nulls.length === 0 ? { name: field.name, ...content } : { name: field.name, ...content, nulls };
}

type Content = Pick<Tensor, 'datatype' | 'shape' | 'data'>;

function scalarContent(values: readonly unknown[], type: DataType): Content {
  const datatype = datatypeOf(type);
  const shape = [values.length];
  if (datatype !== 'BYTES') {
    const missing = datatype === 'BOOL' ? false : datatype.startsWith('FP') ? Number.NaN : 0;
    return { datatype, shape, data: values.map((value) => value ?? missing) };
  }
  const write = bytesWriter(type);
  return { datatype, shape, data: values.map((value) => (value === null ? '' : write(value))) };
}

/** What stands for a value in BYTES. Binary is as it is; timestamps keep their microseconds. */
function bytesWriter(type: DataType): (value: unknown) => unknown {
  if (type === 'string' || type === 'binary') return (value) => value;
  if (type === 'timestamp') return (value) => `${microsecondText(value as bigint)}Z`;
  if (type === 'timestamp_ntz') return (value) => microsecondText(value as bigint);
  return typeof type === 'object' ? createJsonEncoder(type) : textOf(type);
}

/** `2020-01-02T03:04:05.678901`. */
function microsecondText(value: bigint): string {
  const rest = Number(((value % 1000n) + 1000n) % 1000n);
  return `${formatTimestampNtz(value)}${String(rest).padStart(3, '0')}`;
}

function vectorContent(values: readonly unknown[], field: Field): Content {
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
  if (size * values.length > MAX_ELEMENTS) {
    throw new ScoringError('INPUT_LIMIT', `expected at most ${MAX_ELEMENTS} elements, got more: ask for fewer rows`, {
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
