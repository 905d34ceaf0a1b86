import type { DataType } from './types.ts';
import { canonicalLong, type Value } from './values.ts';

export type ColumnArray = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array | readonly string[];

/** One column of some rows. */
export interface ColumnData {
  /** 1 where there is a value and 0 where null; absent where no slot is null. */
  readonly validity: Uint8Array | undefined;
  /**
   * The values of the types that have an array of their own (`arrayOf`): numbers, dates as days, timestamps as
   * microseconds, booleans as 0 and 1, text. A null slot holds anything. Undefined for every other type.
   */
  readonly values: ColumnArray | undefined;
  /** The value of a slot as a row has it, null included. */
  readonly valueAt: (index: number) => Value;
  /** Vectors, where they stand so. */
  readonly vectors?: SpreadVectors;
}

/** Vectors of one size, all their elements one vector after the other. Slots that are null hold anything. */
export interface SpreadVectors {
  readonly size: number;
  readonly elements: Float64Array;
  /** 1 where the vector is sparse and stores what is not zero, 0 where it is dense. */
  readonly sparse: Uint8Array;
}

/** Some rows, column by column. */
export interface ColumnBatch {
  readonly length: number;
  readonly columns: readonly ColumnData[];
}

export type ArrayClass = new (length: number) => ColumnArray;

const ARRAYS: ReadonlyMap<DataType, ArrayClass> = new Map<DataType, ArrayClass>([
  ['double', Float64Array],
  ['float', Float32Array],
  ['integer', Int32Array],
  ['short', Int32Array],
  ['byte', Int32Array],
  ['date', Int32Array],
  ['long', BigInt64Array],
  ['timestamp', BigInt64Array],
  ['timestamp_ntz', BigInt64Array],
  ['boolean', Uint8Array],
  ['string', Array],
]);

/** The class of the array that holds the values of a type; undefined where they stand in none. */
export function arrayOf(type: DataType): ArrayClass | undefined {
  return ARRAYS.get(type);
}

/** The value that an element of such an array is. */
export function elementValue(type: DataType): (element: number | bigint | string) => Value {
  if (type === 'boolean') return (element) => element === 1;
  return type === 'long' ? (element) => canonicalLong(element as bigint) : (element) => element;
}

/** A column over an array of its type. */
export function arrayColumn(type: DataType, values: ColumnArray, validity: Uint8Array | undefined): ColumnData {
  const toValue = elementValue(type);
  const valueAt = (index: number) => (validity?.[index] === 0 ? null : toValue(values[index] as number));
  return { validity, values, valueAt };
}
