import { arrayOf, type ColumnArray, type ColumnData, elementValue } from '../core/column-data.ts';
import { type ColumnSink, VectorSink } from '../core/column-sink.ts';
import type { Field, StructType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import type { OutputSource, RowShape } from './row-shape.ts';
import type { SourceText } from './source-text.ts';

/** Where a generated program finds the column of a field, which changes from batch to batch. */
export class ColumnSlot {
  values: ColumnArray | undefined;
  validity: Uint8Array | undefined;
  valueAt: (index: number) => Value = () => null;

  hold({ values, validity, valueAt }: ColumnData): void {
    this.values = values;
    this.validity = validity;
    this.valueAt = valueAt;
  }
}

export interface ColumnShapeOptions {
  readonly input: StructType;
  readonly slots: readonly ColumnSlot[];
  readonly sinks: readonly ColumnSink[];
  /** False: for batches without any null. */
  readonly mayBeNull: boolean;
}

/** Rows that stand in columns: a row is its index, its values are put into sinks, and the answer is true. */
export function columnShape({ input, slots, sinks, mayBeNull }: ColumnShapeOptions): RowShape {
  return {
    read(at, source) {
      const { type } = input.fields[at] as Field;
      const slot = source.bind(slots[at]);
      if (arrayOf(type) === undefined) return source.declare(`${slot}.valueAt(row)`);
      const element = `${slot}.values[row]`;
      const isElement = type !== 'long' && type !== 'boolean';
      const value = isElement ? element : `${source.bind(elementValue(type))}(${element})`;
      if (!mayBeNull) return source.declare(value);
      return source.declare(`${slot}.validity !== undefined && ${slot}.validity[row] === 0 ? null : ${value}`);
    },
    write(outputs, source) {
      const puts = outputs.map((output, k) => putOf(output, sinks[k] as ColumnSink, source));
      return `(${[...puts, 'true'].join(', ')})`;
    },
  };
}

/** Vectors that are made as elements are never boxed. */
function putOf(output: OutputSource, sink: ColumnSink, source: SourceText): string {
  const spread = sink instanceof VectorSink ? output.spread() : undefined;
  if (spread === undefined || !(sink instanceof VectorSink)) return `${source.bind(sink)}.put(row, ${output.value()})`;
  return `${source.bind(sink.spreadPutter(spread.size))}(row, ${spread.array}, ${spread.sparse})`;
}
