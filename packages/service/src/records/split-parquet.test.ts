import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnOf, createField, structType } from '@tinderbox/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitDataset } from './dataset.ts';
import { openReader, openWriter } from './open.ts';
import { splitParquet } from './parquet-read.ts';

const ROWS = 90_000;
const folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
const path = join(folder, 'rows.parquet');
const schema = structType([createField('n', 'integer'), createField('t', 'string')]);

beforeAll(async () => {
  const writer = await openWriter({ format: 'parquet', target: path, schema });
  for (let start = 0; start < ROWS; start += 15_000) {
    const numbers = columnOf('integer', 15_000, (i) => start + i);
    const texts = columnOf('string', 15_000, (i) => (i % 7 === 0 ? null : 'x'.repeat(300)));
    await writer.writeColumns?.({ length: 15_000, columns: [numbers, texts] });
  }
  await writer.finish();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('splitParquet', () => {
  it.each([1, 2, 3, 100])('cuts a file into about %d ranges that hold every row once', async (count) => {
    const pieces = await splitParquet(path, count);
    if (count === 1) return expect(pieces).toBeUndefined();
    expect(pieces?.length).toBeGreaterThanOrEqual(Math.min(count, 5));
    let next = 0;
    for (const range of pieces ?? []) {
      const reader = await openReader({ format: 'parquet', source: path, range });
      expect(await reader.rowsBefore?.()).toBe(next);
      for await (const rows of reader.batches()) for (const [n] of rows) expect(n).toBe(next++);
      await reader.close();
    }
    expect(next).toBe(ROWS);
  });
});

describe('splitDataset', () => {
  it('leaves small files, and the files of a single worker as they are', async () => {
    const files = [{ path, size: statSync(path).size, modified: 0, partition: [] }];
    const whole = [{ file: 0, range: undefined }];
    expect(await splitDataset({ files, format: 'parquet', csv: {} }, { workers: 4 })).toEqual(whole);
    const large = files.map((file) => ({ ...file, size: 2 ** 30 }));
    expect(await splitDataset({ files: large, format: 'parquet', csv: {} }, { workers: 1 })).toEqual(whole);
    expect((await splitDataset({ files: large, format: 'parquet', csv: {} }, { workers: 4 })).length).toBeGreaterThan(
      4,
    );
  });
});
