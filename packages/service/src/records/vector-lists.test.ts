import { join } from 'node:path';
import {
  arrayType,
  columnOf,
  createField,
  type DataType,
  DenseVector,
  type Row,
  SparseVector,
  structType,
  type Value,
  VECTOR,
} from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { openReader, openWriter } from './open.ts';
import { inFolder, readRows, rowsOf, streamOf, writeRows } from './testdata/harness.ts';

const dense = new DenseVector(Float64Array.of(1, -0, Number.NaN));
const sparse = new SparseVector(4, Int32Array.of(2), Float64Array.of(5));
const empty = new DenseVector(new Float64Array(0));
const map = (valueType: DataType): DataType => ({ type: 'map', keyType: 'string', valueType, valueContainsNull: true });
const struct = (type: DataType): DataType => structType([createField('v', type), createField('n', 'integer')]);

/** A type with vectors and its values, then what they are as lists; [5] at place 2 of 4 is 0, 0, 5, 0. */
const COLUMNS: readonly (readonly [(inner: DataType) => DataType, readonly Value[], readonly Value[]])[] = [
  [(inner) => inner, [dense, sparse, null, empty], [[1, -0, Number.NaN], [0, 0, 5, 0], null, []]],
  [arrayType, [[sparse, null], [], null, [empty]], [[[0, 0, 5, 0], null], [], null, [[]]]],
  [map, [new Map([['k', sparse]]), new Map(), null, null], [new Map([['k', [0, 0, 5, 0]]]), new Map(), null, null]],
  [
    struct,
    [{ v: sparse, n: 1 }, { v: null, n: 2 }, null, null],
    [{ v: [0, 0, 5, 0], n: 1 }, { v: null, n: 2 }, null, null],
  ],
  [() => 'long', [1, 2, null, 4], [1, 2, null, 4]],
];
const schemaOf = (inner: DataType) => structType(COLUMNS.map(([type], k) => createField(`c${k}`, type(inner))));
const schema = schemaOf(VECTOR);
const listSchema = schemaOf(arrayType('double', false));
const rowsAt = (side: 1 | 2): Row[] => [0, 1, 2, 3].map((i) => COLUMNS.map((column) => column[side][i]));
const vectors = 'array';

describe('vectors as arrays', () => {
  it.each(['parquet', 'arrow'] as const)('are lists of all elements in %s', async (format) => {
    const reader = await openReader({
      format,
      source: streamOf(await writeRows({ format, schema, vectors }, rowsAt(1))),
    });
    // Readers take every element for one that may be null.
    const nullable = (text: unknown) => JSON.stringify(text).replaceAll('"containsNull":false', '"containsNull":true');
    expect(nullable(reader.schema)).toBe(nullable(listSchema));
    expect(await rowsOf(reader)).toEqual(rowsAt(2));
  });

  it('are JSON arrays in lines and in cells', async () => {
    const first = structType(schema.fields.slice(0, 1));
    const rows = rowsAt(1).map((row) => row.slice(0, 1));
    const text = async (format: 'json' | 'csv') => String(await writeRows({ format, schema: first, vectors }, rows));
    expect(await text('json')).toBe('{"c0":[1.0,-0.0,"NaN"]}\n{"c0":[0.0,0.0,5.0,0.0]}\n{"c0":null}\n{"c0":[]}\n');
    expect(await text('csv')).toBe('c0\n"[1.0,-0.0,\\"NaN\\"]"\n"[0.0,0.0,5.0,0.0]"\n""\n[]\n');
  });

  it('leave the rows that were given as they are', async () => {
    const rows = rowsAt(1);
    await writeRows({ format: 'json', schema, vectors }, rows);
    expect(rows).toEqual(rowsAt(1));
  });

  it('come in columns too, cut where they are long', () =>
    inFolder(async (folder) => {
      const wide = (i: number) => new SparseVector(200_000, Int32Array.of(i), Float64Array.of(1));
      const length = 12;
      const values = (k: number) => (i: number) => (k === 0 && i > 3 ? wide(i) : (COLUMNS[k]?.[1][i % 4] as Value));
      const target = join(folder, 'x.parquet');
      const writer = await openWriter({ format: 'parquet', target, schema, vectors });
      const columns = schema.fields.map(({ type }, k) => columnOf(type, length, values(k)));
      await writer.writeColumns?.({ columns, length });
      await writer.finish();
      const rows = await readRows({ format: 'parquet', source: target });
      expect(rows.slice(0, 4)).toEqual(rowsAt(2));
      expect(rows.map((row) => row.slice(1))).toEqual(Array.from({ length }, (_, i) => rowsAt(2)[i % 4]?.slice(1)));
      const places = rows.slice(4).map(([list]) => [(list as number[]).length, (list as number[]).indexOf(1)]);
      expect(places).toEqual(Array.from({ length: length - 4 }, (_, i) => [200_000, i + 4]));
    }));
});
