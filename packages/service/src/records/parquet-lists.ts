/** Pages of lists of numbers. */
import type { ColumnData } from '@tinderbox/scoring';
import { encodeLevels, joinBytes, type PageBody } from './parquet-pages.ts';

/** Elements may be null where the list is no typed array. */
type List = readonly (number | null)[] | Int32Array | Float64Array;

/** Definition levels; a null element has 2, any other 3. */
interface ListLevels {
  /** Of a row without a list. */
  readonly absent: (row: number) => number;
  readonly empty: number;
}

/** The lists of so many rows; `kind` is the array of their physical type. */
export function encodeLists(
  lists: readonly (List | null | undefined)[],
  kind: typeof Int32Array | typeof Float64Array,
  { absent, empty }: ListLevels,
): PageBody {
  const entries = lists.reduce((sum, list) => sum + Math.max(1, list?.length ?? 0), 0);
  const values = new kind(entries);
  const definition = new Uint8Array(entries).fill(3);
  /** 1 where a list goes on. */
  const repetition = new Uint8Array(entries).fill(1);
  let entry = 0;
  let count = 0;
  lists.forEach((list, row) => {
    repetition[entry] = 0;
    if (list === null || list === undefined) definition[entry] = absent(row);
    else if (list.length === 0) definition[entry] = empty;
    else if (Array.isArray(list)) count += fill(values.subarray(count), list, definition.subarray(entry));
    else {
      values.set(list as Float64Array, count);
      count += list.length;
    }
    entry += Math.max(1, list?.length ?? 0);
  });
  const body = joinBytes(encodeUniform(repetition, 1), encodeUniform(definition, 2), values.subarray(0, count));
  return { body, entries };
}

/** How many elements are no nulls. */
function fill(values: Int32Array | Float64Array, list: readonly (number | null)[], definition: Uint8Array): number {
  let count = 0;
  list.forEach((value, k) => {
    if (typeof value === 'number') values[count++] = value;
    else definition[k] = 2;
  });
  return count;
}

/** One run where all levels are the same. */
export function encodeUniform(levels: Uint8Array, width: 1 | 2): Uint8Array {
  const [first = 0] = levels;
  const isUniform = levels.every((level) => level === first);
  return encodeLevels(isUniform ? first : levels, { width, count: levels.length });
}

/** The page of a column of arrays of doubles. */
export function encodeDoubleLists({ valueAt }: ColumnData, length: number): readonly PageBody[] {
  const lists = Array.from({ length }, (_, i) => valueAt(i) as List | null);
  return [encodeLists(lists, Float64Array, { absent: () => 0, empty: 1 })];
}
