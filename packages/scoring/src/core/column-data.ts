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
}

/** Some rows, column by column. */
export interface ColumnBatch {
  readonly length: number;
  readonly columns: readonly ColumnData[];
}

type ArrayClass = new (length: number) => ColumnArray;

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

/** A column of `length` values that a function gives. */
export function columnOf(type: DataType, length: number, valueAt: (index: number) => Value): ColumnData {
  const sink = createSink(type);
  sink.reset(length);
  for (let i = 0; i < length; i++) sink.put(i, valueAt(i));
  return sink.column();
}

/** A column being made, slot by slot; every slot must be put before it is read. Its memory is used again. */
export interface ColumnSink {
  /** Begins a column of so many slots; the one before is lost. */
  reset(length: number): void;
  put(index: number, value: Value): void;
  column(): ColumnData;
}

export function createSink(type: DataType): ColumnSink {
  const array = arrayOf(type);
  if (array === undefined) return new ValueSink();
  if (type === 'boolean') return new ArraySink(type, array, Number);
  if (type === 'long') return new ArraySink(type, array, (value) => BigInt(value as number));
  return new NumberSink(type, array);
}

/** For values that are elements of their array as they stand. */
class NumberSink implements ColumnSink {
  readonly #type: DataType;
  readonly #array: ArrayClass;
  #values: Value[];
  #validity = new Uint8Array(0);
  #nulls = 0;

  constructor(type: DataType, array: ArrayClass) {
    this.#type = type;
    this.#array = array;
    this.#values = new array(0) as unknown as Value[];
  }

  reset(length: number): void {
    if (this.#values.length !== length) {
      this.#values = new this.#array(length) as unknown as Value[];
      this.#validity = new Uint8Array(length);
    }
    this.#validity.fill(1);
    this.#nulls = 0;
  }

  put(index: number, value: Value): void {
    if (value === null) {
      this.#validity[index] = 0;
      this.#nulls++;
    } else this.#values[index] = value;
  }

  column(): ColumnData {
    const validity = this.#nulls === 0 ? undefined : this.#validity;
    return arrayColumn(this.#type, this.#values as unknown as ColumnArray, validity);
  }
}

class ArraySink extends NumberSink {
  readonly #toElement: (value: Value) => Value;

  constructor(type: DataType, array: ArrayClass, toElement: (value: Value) => Value) {
    super(type, array);
    this.#toElement = toElement;
  }

  override put(index: number, value: Value): void {
    super.put(index, value === null ? null : this.#toElement(value));
  }
}

class ValueSink implements ColumnSink {
  #values: Value[] = [];

  reset(length: number): void {
    this.#values = new Array<Value>(length).fill(null);
  }

  put(index: number, value: Value): void {
    this.#values[index] = value;
  }

  column(): ColumnData {
    const values = this.#values;
    const validity = values.includes(null) ? Uint8Array.from(values, (value) => Number(value !== null)) : undefined;
    return { validity, values: undefined, valueAt: (index) => values[index] as Value };
  }
}
