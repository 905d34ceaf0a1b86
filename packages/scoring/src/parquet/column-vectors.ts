import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';
import { type Column, fieldOf, type StructColumn } from './columns.ts';

/**
 * The vector in slot `index` of a column of VectorUDT structs, made from the column's own arrays; undefined where the
 * struct is null or no sound vector: type 0 or 1, indices strictly increasing and below size, one value for each.
 */
export function vectorAt(column: StructColumn, index: number): Vector | undefined {
  if (isNull(column, index)) return undefined;
  const values = numbersAt(fieldOf(column, 'values'), index, Float64Array);
  if (values === undefined) return undefined;
  const type = integerAt(fieldOf(column, 'type'), index);
  if (type === 1) return new DenseVector(values);
  const size = integerAt(fieldOf(column, 'size'), index);
  const indices = numbersAt(fieldOf(column, 'indices'), index, Int32Array);
  if (type !== 0 || size === undefined || indices === undefined || indices.length !== values.length) return undefined;
  return areIncreasing(indices, size) ? new SparseVector(size, indices, values) : undefined;
}

function isNull({ validity }: Column, index: number): boolean {
  return validity !== undefined && validity[index] === 0;
}

function integerAt(column: Column | undefined, index: number): number | undefined {
  if (column?.kind !== 'leaf' || isNull(column, index) || !(column.values instanceof Int32Array)) return undefined;
  return column.values[index];
}

/** A copy, so that a vector does not hold the memory of its row group. */
function numbersAt<T extends Float64Array | Int32Array>(
  column: Column | undefined,
  index: number,
  kind: new (length: number) => T,
): T | undefined {
  if (column?.kind !== 'list' || isNull(column, index)) return undefined;
  const { element, offsets } = column;
  if (element.kind !== 'leaf' || !(element.values instanceof kind)) return undefined;
  const start = offsets[index] as number;
  const end = offsets[index + 1] as number;
  for (let i = start; i < end; i++) if (isNull(element, i)) return undefined;
  return element.values.slice(start, end) as T;
}

function areIncreasing(indices: Int32Array, size: number): boolean {
  let last = -1;
  for (const index of indices) {
    if (index <= last) return false;
    last = index;
  }
  return last < size;
}
