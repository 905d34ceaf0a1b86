import { type ArrayClass, arrayColumn, arrayOf, type ColumnArray, type ColumnData } from './column-data.ts';
import { type DataType, isVector } from './types.ts';
import type { Value } from './values.ts';
import { boxElements } from './vector.ts';

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
  if (isVector(type)) return new VectorSink();
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

/** Vectors being gathered: those that come spread stay so, as long as all of a column do. */
export class VectorSink implements ColumnSink {
  #length = 0;
  #size = 0;
  #elements = new Float64Array(0);
  #sparse = new Uint8Array(0);
  #validity = new Uint8Array(0);
  /** Vectors that came as values, by slot. */
  readonly #boxed = new Map<number, Value>();

  reset(length: number): void {
    this.#boxed.clear();
    if (this.#length !== length) {
      this.#length = length;
      this.#sparse = new Uint8Array(length);
      this.#validity = new Uint8Array(length);
      this.#elements = new Float64Array(length * this.#size);
    }
    this.#validity.fill(1);
  }

  put(index: number, value: Value): void {
    this.#boxed.set(index, value);
    this.#validity[index] = Number(value !== null);
  }

  /** What puts vectors of that size, by their elements; vectors of another size must come as values. */
  spreadPutter(size: number): (index: number, elements: Float64Array, sparse: boolean) => void {
    this.#size = size;
    this.#elements = new Float64Array(this.#length * size);
    return (index, elements, sparse) => {
      const start = index * size;
      for (let k = 0; k < size; k++) this.#elements[start + k] = elements[k]!;
      this.#sparse[index] = Number(sparse);
    };
  }

  column(): ColumnData {
    const validity = this.#validity.includes(0) ? this.#validity : undefined;
    const isSpread = [...this.#boxed.values()].every((value) => value === null);
    const vectors = { size: this.#size, elements: this.#elements, sparse: this.#sparse };
    return {
      validity,
      values: undefined,
      valueAt: (index) => this.#boxed.get(index) ?? this.#unbox(index),
      ...(isSpread ? { vectors } : {}),
    };
  }

  #unbox(index: number): Value {
    if (this.#validity[index] === 0) return null;
    const start = index * this.#size;
    return boxElements(this.#elements.subarray(start, start + this.#size), this.#sparse[index] === 1);
  }
}
