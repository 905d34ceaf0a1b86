import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  arrayType,
  columnOf,
  createField,
  type DataType,
  Decimal,
  DenseVector,
  type Row,
  SparseVector,
  structType,
  type Value,
  VECTOR,
} from '@tinderbox/scoring';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader, openWriter } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COLUMNS: readonly (readonly [DataType, readonly Value[]])[] = [
  ['double', [1.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324]],
  ['float', [0.5, -0, Number.NaN, 3, 4]],
  ['integer', [1, -2147483648, 2147483647, 0, 5]],
  ['short', [1, -32768, 32767, 0, 5]],
  ['byte', [1, -128, 127, 0, 5]],
  ['long', [1, -9223372036854775808n, 9223372036854775807n, 0, 2 ** 53 - 1]],
  ['boolean', [true, false, true, true, false]],
  ['string', ['a', '', 'ü\u{1f600}', 'a'.repeat(300), '\ufffd']],
  ['date', [0, -1, 19000, 1, 2]],
  ['timestamp', [0n, -1n, 1700000000000000n, 1n, 2n]],
  ['timestamp_ntz', [0n, -1n, 1700000000000000n, 1n, 2n]],
  ['binary', [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(255), Uint8Array.of(0), Uint8Array.of(3)]],
  [
    'decimal(10,2)',
    [new Decimal(150n, 2), new Decimal(-1n, 2), new Decimal(0n, 2), new Decimal(1n, 2), new Decimal(2n, 2)],
  ],
  [arrayType('string'), [['a', null], [], ['b'], ['c'], ['d', 'e']]],
  [arrayType('double'), [[1.5, null], [], [-0], [Number.NaN, 2], [null]]],
  [
    VECTOR,
    [
      new DenseVector(Float64Array.of(1, 2)),
      new SparseVector(5, Int32Array.of(1), Float64Array.of(2)),
      new DenseVector(new Float64Array(0)),
      new DenseVector(Float64Array.of(-0)),
      new DenseVector(Float64Array.of(3)),
    ],
  ],
];
const SCHEMA = structType(COLUMNS.map(([type], k) => createField(`c${k}`, type)));

/** Row `i` of a table that goes round in the values, with nulls where told. */
function rowOf(i: number, isNull: (row: number, column: number) => boolean): Row {
  return COLUMNS.map(([, values], k) => (isNull(i, k) ? null : (values[i % values.length] as Value)));
}

const NULLS: readonly (readonly [string, (row: number, column: number) => boolean])[] = [
  ['no nulls', () => false],
  ['nulls alone', () => true],
  ['some nulls', (row, column) => (row * 7 + column) % 3 === 0],
];

describe.each(NULLS)('columns with %s', (name, isNull) => {
  it.each([1, 13, 30_000])(
    'are read back as rows and as columns: %d',
    async (count) => {
      const path = join(folder, `${name}-${count}.parquet`);
      const rows = Array.from({ length: count }, (_, i) => rowOf(i, isNull));
      const writer = await openWriter({ format: 'parquet', target: path, schema: SCHEMA });
      for (let start = 0; start < count; start += 20_000) {
        const length = Math.min(20_000, count - start);
        const columns = COLUMNS.map(([type], k) => columnOf(type, length, (i) => rows[start + i]?.[k] as Value));
        await writer.writeColumns?.({ length, columns });
      }
      await writer.finish();
      const reader = await openReader({ format: 'parquet', source: path });
      expect(reader.schema).toEqual(SCHEMA);
      let seen = 0;
      for await (const batch of reader.batches()) {
        expect(batch).toEqual(rows.slice(seen, seen + batch.length));
        seen += batch.length;
      }
      expect(seen).toBe(count);
      seen = 0;
      for await (const { columns, length } of reader.columns?.() ?? []) {
        const again = Array.from({ length }, (_, i) => columns.map(({ valueAt }) => valueAt(i)));
        expect(again).toEqual(rows.slice(seen, seen + length));
        seen += length;
      }
      expect(seen).toBe(count);
      await reader.close();
    },
    30_000,
  );
});

it('writes no group without rows', async () => {
  const path = join(folder, 'empty.parquet');
  const writer = await openWriter({ format: 'parquet', target: path, schema: SCHEMA });
  await writer.writeColumns?.({ length: 0, columns: COLUMNS.map(([type]) => columnOf(type, 0, () => null)) });
  await writer.finish();
  expect(readFileSync(path).length).toBeGreaterThan(100);
  const reader = await openReader({ format: 'parquet', source: path });
  const batches: unknown[] = [];
  for await (const batch of reader.batches()) batches.push(batch);
  expect([reader.schema, batches]).toEqual([SCHEMA, []]);
  await reader.close();
});
