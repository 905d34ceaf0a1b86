/**
 * Codecs turn what a model stores, params in JSON and cells in Parquet, into checked typed values. Everything passes
 * this door once; kernels never validate.
 */

import { DenseMatrix, type Matrix, SparseMatrix } from './matrix.ts';
import { DenseVector, SparseVector, type Vector } from './vector.ts';

/** Reads one value. `parse` answers undefined for what is not of the kind that `expects` names. */
export interface Codec<T> {
  readonly expects: string;
  parse(value: unknown): T | undefined;
}

/** A codec of a param: `fallback` stands where neither paramMap nor defaultParamMap has the name. */
export interface ParamCodec<T> extends Codec<T> {
  readonly fallback?: T;
  /** A param that may be absent; its value is then undefined. */
  readonly optional?: true;
}

export type ParamCodecs = { readonly [name: string]: ParamCodec<unknown> };
export type Decoded<C> = { readonly [K in keyof C]: C[K] extends Codec<infer T> ? T : never } & {};

function codec<T>(expects: string, parse: (value: unknown) => T | undefined): Codec<T> {
  return { expects, parse };
}

const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Inf: Number.POSITIVE_INFINITY,
  '-Inf': Number.NEGATIVE_INFINITY,
};

/** Spark writes the three doubles that JSON has no number for as "NaN", "Inf" and "-Inf". */
function parseDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? NON_FINITE[value] : undefined;
}

function parseInteger(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function parseList<T>(value: unknown, parse: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}

export const double = codec('a number', parseDouble);
/** Any integer that a double holds exactly; params and columns of type int and long. */
export const integer = codec('an integer', parseInteger);
export const boolean = codec('true or false', (v) => (typeof v === 'boolean' ? v : undefined));
export const string = codec('a string', (v) => (typeof v === 'string' ? v : undefined));
export const strings = list(string);
export const doubles = list(double);
export const integers = list(integer);

export function list<T>(item: Codec<T>): Codec<readonly T[]> {
  return codec(`a list, each ${item.expects}`, (value) => parseList(value, item.parse));
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Codec<T> {
  return codec(`one of ${allowed.join(', ')}`, (v) => allowed.find((name) => name === v));
}

/** Accepts a Map (Parquet) whose entries fit. */
export function mapOf<K, V>(key: Codec<K>, value: Codec<V>): Codec<ReadonlyMap<K, V>> {
  return codec(`a map from ${key.expects} to ${value.expects}`, (input) => {
    if (!(input instanceof Map)) return undefined;
    const result = new Map<K, V>();
    for (const [k, v] of input) {
      const [parsedKey, parsedValue] = [key.parse(k), value.parse(v)];
      if (parsedKey === undefined || parsedValue === undefined) return undefined;
      result.set(parsedKey, parsedValue);
    }
    return result;
  });
}

type Struct = { readonly [name: string]: unknown };

function asStruct(value: unknown): Struct | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Struct) : undefined;
}

function numberArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<unknown>) : undefined;
}

/** VectorUDT's struct, from Parquet or JSON. */
export const vector = codec<Vector>('a vector', (value) => {
  if (value instanceof DenseVector || value instanceof SparseVector) return value;
  const struct = asStruct(value);
  const values = parseList(numberArray(struct?.values), parseDouble);
  if (struct === undefined || values === undefined) return undefined;
  if (struct.type === 1) return new DenseVector(Float64Array.from(values));
  const size = parseInteger(struct.size);
  const indices = parseList(numberArray(struct.indices), parseInteger);
  if (struct.type !== 0 || size === undefined || indices === undefined) return undefined;
  if (size < 0 || size > 0x7fffffff || indices.length !== values.length || !isIncreasing(indices, size))
    return undefined;
  return new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
});

function isIncreasing(indices: readonly number[], end: number): boolean {
  return indices.every((index, k) => index > (k === 0 ? -1 : (indices[k - 1] as number)) && index < end);
}

/** MatrixUDT's struct, from Parquet or JSON: dense in either order, or sparse by columns (by rows if transposed). */
export const matrix = codec<Matrix>('a matrix', (value) => {
  const struct = asStruct(value);
  const [rows, columns] = [parseInteger(struct?.numRows), parseInteger(struct?.numCols)];
  const values = parseList(numberArray(struct?.values), parseDouble);
  if (struct === undefined || rows === undefined || columns === undefined || values === undefined) return undefined;
  if (rows < 0 || columns < 0 || typeof struct.isTransposed !== 'boolean') return undefined;
  const data = Float64Array.from(values);
  if (struct.type === 1) {
    return values.length === rows * columns ? new DenseMatrix(rows, columns, data, struct.isTransposed) : undefined;
  }
  const pointers = parseList(numberArray(struct.colPtrs), parseInteger);
  const indices = parseList(numberArray(struct.rowIndices), parseInteger);
  if (struct.type !== 0 || pointers === undefined || indices === undefined) return undefined;
  const [majors, minors] = struct.isTransposed ? [rows, columns] : [columns, rows];
  if (!isCompressed(pointers, indices, { majors, minors, stored: values.length })) return undefined;
  const shape = { rows, columns, transposed: struct.isTransposed };
  return new SparseMatrix(shape, {
    pointers: Int32Array.from(pointers),
    indices: Int32Array.from(indices),
    values: data,
  });
});

function isCompressed(
  pointers: readonly number[],
  indices: readonly number[],
  size: { majors: number; minors: number; stored: number },
): boolean {
  if (pointers.length !== size.majors + 1 || indices.length !== size.stored) return false;
  if (pointers[0] !== 0 || pointers[size.majors] !== size.stored) return false;
  if (pointers.some((p, k) => k > 0 && p < (pointers[k - 1] as number))) return false;
  return indices.every((index) => index >= 0 && index < size.minors);
}

/** A param with the value that Spark's class gives it when a model does not store one. */
export function withDefault<T>(codec: Codec<T>, fallback: T): ParamCodec<T> {
  return { ...codec, fallback };
}

/** A param that may be absent. */
export function optional<T>(codec: Codec<T>): ParamCodec<T | undefined> {
  return { ...codec, optional: true };
}
