import type { LeafNode } from './schema.ts';

/**
 * | physical type | array |
 * |---|---|
 * | BOOLEAN | Uint8Array, 0 and 1 |
 * | INT32 | Int32Array |
 * | INT64 | BigInt64Array |
 * | INT96 | BigInt64Array: microseconds since 1970-01-01T00:00 |
 * | FLOAT, DOUBLE | Float32Array, Float64Array |
 * | BYTE_ARRAY that is a string, enum or JSON | string[] |
 * | other BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY | Uint8Array[] |
 */
export type LeafValues =
  | Uint8Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | string[]
  | Uint8Array[];

interface ColumnBase {
  readonly length: number;
  /** 1 where there is a value and 0 where null; absent when no slot is null. */
  readonly validity: Uint8Array | undefined;
}

/** As stored, not yet converted by logical type. A null slot holds 0, '' or no bytes. */
export interface LeafColumn extends ColumnBase {
  readonly kind: 'leaf';
  readonly node: LeafNode;
  readonly values: LeafValues;
}

/** The elements of slot i are element[offsets[i], offsets[i + 1]). */
export interface ListColumn extends ColumnBase {
  readonly kind: 'list';
  readonly offsets: Int32Array;
  readonly element: Column;
}

/** The entries of slot i are key and value at [offsets[i], offsets[i + 1]). */
export interface MapColumn extends ColumnBase {
  readonly kind: 'map';
  readonly offsets: Int32Array;
  readonly key: Column;
  readonly value: Column;
}

export interface NamedColumn {
  readonly name: string;
  readonly column: Column;
}

/** Every field is as long as the struct; where the struct is null its fields are null too. */
export interface StructColumn extends ColumnBase {
  readonly kind: 'struct';
  readonly fields: readonly NamedColumn[];
}

/** Columns in the shape of the schema. */
export type Column = LeafColumn | ListColumn | MapColumn | StructColumn;

/** The field of that name, or undefined. */
export function fieldOf(struct: StructColumn, name: string): Column | undefined {
  return struct.fields.find((field) => field.name === name)?.column;
}
