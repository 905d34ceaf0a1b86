import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesSource } from './byte-source.ts';
import { toRows } from './column-values.ts';
import { openParquet } from './parquet-file.ts';

const FOLDER = new URL('testdata/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.parquet'));

describe('readRows', () => {
  it.each(FILES)('gives the rows of any range that readColumns gives: %s', async (name) => {
    const file = await openParquet(bytesSource(name, readFileSync(new URL(name, FOLDER))));
    for (const [rowGroup, { rowCount }] of file.rowGroups.entries()) {
      const all = toRows(await file.readColumns(rowGroup));
      const third = Math.floor(rowCount / 3);
      for (const [start, end] of [
        [0, rowCount],
        [third, rowCount],
        [third, 2 * third],
        [rowCount, rowCount],
      ] as const) {
        const rows: unknown[] = [];
        for await (const columns of file.readRows({ rowGroup, start, end })) rows.push(...toRows(columns));
        expect(rows).toEqual(all.slice(start, end));
      }
    }
  });
});
