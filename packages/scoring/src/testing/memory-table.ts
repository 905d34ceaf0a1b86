import { ScoringError } from '../core/errors.ts';
import type { NumberLists, Table } from '../core/table.ts';

type PlainRow = { readonly [column: string]: unknown };

/** A table of rows written down in a test. */
export function memoryTable(name: string, rows: readonly PlainRow[]): Table {
  const column = (path: string) => rows.map((row) => valueAt(row, path));
  return {
    name,
    length: rows.length,
    parts: [{ rows: rows.length, bytes: 1 }],
    columns: Object.keys(rows[0] ?? {}),
    numbers: (path) => Float64Array.from(column(path), (value) => Number(present(value, path))),
    strings: (path) => column(path).map((value) => present(value, path) as string),
    numberLists: (path) => numberLists(column(path).map((value) => present(value, path) as number[])),
    row: (index) => rows[index] ?? {},
  };
}

function valueAt(row: PlainRow, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as PlainRow | undefined)?.[name], row);
}

function present(value: unknown, path: string): unknown {
  if (value !== undefined && value !== null) return value;
  throw new ScoringError('MODEL_DATA', 'expected a value, got none', { column: path });
}

function numberLists(lists: readonly (readonly number[])[]): NumberLists {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = (offsets[i] as number) + list.length;
  });
  return { offsets, values: Float64Array.from(lists.flat()) };
}
