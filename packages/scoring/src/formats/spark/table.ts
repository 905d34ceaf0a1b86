import { ScoringError, type Where } from '../../core/errors.ts';
import type { NumberLists, Table, TablePart } from '../../core/table.ts';
import { bytesSource } from '../../parquet/byte-source.ts';
import { valueAt } from '../../parquet/column-values.ts';
import { type Column, fieldOf, type StructColumn } from '../../parquet/columns.ts';
import { openParquet } from '../../parquet/parquet-file.ts';
import type { Folder } from './layout.ts';

export interface TableOptions {
  readonly where: Where;
  /** Dotted paths of the columns to read; all where absent. */
  readonly columns?: readonly string[] | undefined;
}

/** Reads every `part-*` of a folder: any number of files, empty ones among them, whatever their ending. */
export async function readTable(folder: Folder, { where, columns }: TableOptions): Promise<Table> {
  const parts = folder.parts();
  if (parts.length === 0) throw withoutParts(folder, where);
  return new PartsTable(
    folder.pathOf(),
    await Promise.all(parts.map((part) => readPart(folder, part, columns))),
    where,
  );
}

interface Part {
  readonly groups: readonly StructColumn[];
  readonly bytes: number;
}

async function readPart(folder: Folder, part: string, columns: readonly string[] | undefined): Promise<Part> {
  const paths = columns?.map((path) => path.split('.'));
  const bytes = await folder.read(part);
  const file = await openParquet(bytesSource(folder.pathOf(part), bytes));
  const groups: StructColumn[] = [];
  for (let group = 0; group < file.rowGroups.length; group++) groups.push(await file.readColumns(group, paths));
  return { groups, bytes: bytes.length };
}

function withoutParts(folder: Folder, where: Where): ScoringError {
  const name = folder.prefix.split('/').at(-2) ?? '';
  const got = folder.isEmpty ? 'no such folder' : `${folder.names().join(', ')} in it`;
  return new ScoringError('MODEL_INCOMPLETE', `expected ${name}/ with Parquet files part-*, got ${got}`, where);
}

/** Row groups one after the other; a column is joined when it is asked for. */
class PartsTable implements Table {
  readonly name: string;
  readonly length: number;
  readonly parts: readonly TablePart[];
  readonly #batches: readonly StructColumn[];
  readonly #where: Where;

  constructor(name: string, parts: readonly Part[], where: Where) {
    this.name = name;
    this.#batches = parts.flatMap(({ groups }) => groups);
    this.length = countRows(this.#batches);
    this.parts = parts.map(({ groups, bytes }) => ({ rows: countRows(groups), bytes }));
    this.#where = where;
  }

  get columns(): readonly string[] {
    return (this.#batches[0]?.fields ?? []).map((field) => field.name);
  }

  numbers(path: string): ArrayLike<number> {
    const columns = this.#at(path).map((column) => this.#numbersOf(column, path));
    return columns.length === 1 ? (columns[0] as ArrayLike<number>) : join(columns);
  }

  strings(path: string): readonly string[] {
    return this.#at(path).flatMap((column) => {
      if (column.kind !== 'leaf' || !isStrings(column.values)) throw this.#unfit(path, 'strings');
      return column.values;
    });
  }

  numberLists(path: string): NumberLists {
    const lists = this.#at(path).map((column) => {
      if (column.kind !== 'list') throw this.#unfit(path, 'lists of numbers');
      return { offsets: column.offsets, values: this.#numbersOf(this.#present(column.element, path), path) };
    });
    const offsets = new Int32Array(this.length + 1);
    let row = 0;
    for (const list of lists) {
      const base = offsets[row] as number;
      for (let i = 1; i < list.offsets.length; i++) offsets[++row] = base + (list.offsets[i] as number);
    }
    return { offsets, values: join(lists.map((list) => list.values)) };
  }

  row(index: number): { readonly [column: string]: unknown } {
    let left = index;
    for (const batch of this.#batches) {
      if (left < batch.length) return valueAt(batch, left) as { readonly [column: string]: unknown };
      left -= batch.length;
    }
    throw new ScoringError('MODEL_DATA', `expected ${index + 1} rows in ${this.name}, got ${this.length}`, this.#where);
  }

  /** The column of each batch that has rows, by dotted path. */
  #at(path: string): Column[] {
    const names = path.split('.');
    return this.#batches
      .filter((batch) => batch.length > 0)
      .map((batch) =>
        names.reduce<Column>((column, name) => {
          const next = column.kind === 'struct' ? fieldOf(column, name) : undefined;
          if (next === undefined) throw this.#unfit(path, `a column of that name (have: ${this.columns.join(', ')})`);
          return this.#present(next, path);
        }, batch),
      );
  }

  #present(column: Column, path: string): Column {
    if (column.validity?.includes(0)) throw this.#unfit(path, 'no nulls');
    return column;
  }

  #numbersOf(column: Column, path: string): ArrayLike<number> {
    if (column.kind === 'leaf') {
      const { values } = column;
      if (values instanceof Float64Array || values instanceof Int32Array || values instanceof Float32Array)
        return values;
      if (values instanceof BigInt64Array) return Float64Array.from(values, Number);
    }
    throw this.#unfit(path, 'numbers');
  }

  #unfit(path: string, expected: string): ScoringError {
    return new ScoringError('MODEL_DATA', `expected ${expected} in ${this.name}, got something else`, {
      ...this.#where,
      column: path,
    });
  }
}

function countRows(batches: readonly StructColumn[]): number {
  return batches.reduce((sum, batch) => sum + batch.length, 0);
}

function isStrings(values: ArrayLike<unknown>): values is string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}

function join(columns: readonly ArrayLike<number>[]): Float64Array {
  const result = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0));
  let at = 0;
  for (const column of columns) {
    result.set(column, at);
    at += column.length;
  }
  return result;
}
