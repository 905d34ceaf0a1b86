import { arrayColumn, arrayOf, type ColumnArray, type ColumnData } from '../core/column-data.ts';
import { columnOf } from '../core/column-sink.ts';
import type { DataType } from '../core/types.ts';
import { valueAt } from './column-values.ts';
import type { Column, LeafColumn } from './columns.ts';

/** A column of a file as one of a Spark type: over the file's own array where that holds the type's values. */
export function columnDataOf(column: Column, type: DataType): ColumnData {
  const array = arrayOf(type);
  if (array !== undefined && column.kind === 'leaf' && column.values instanceof array && isPlain(column)) {
    return arrayColumn(type, column.values as ColumnArray, column.validity);
  }
  const data = {
    validity: column.validity,
    values: undefined,
    valueAt: (index: number) => valueAt(column, index, type),
  };
  return array === undefined ? data : columnOf(type, column.length, data.valueAt);
}

/** True where what is stored is what is meant. */
function isPlain({ node, values }: LeafColumn): boolean {
  const { logical, physical } = node;
  if (logical?.kind === 'decimal') return false;
  if (physical === 'BYTE_ARRAY') return typeof values[0] === 'string';
  if (logical?.kind === 'integer') return logical.signed || logical.bits < 32;
  return logical?.kind !== 'timestamp' || logical.unit === 'micros' || physical === 'INT96';
}
