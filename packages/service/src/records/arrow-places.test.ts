import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createField, type Row, structType } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { splitArrow } from './arrow-places.ts';
import { openReader, openWriter } from './open.ts';
import { inFolder, readRows, rowsOf } from './testdata/harness.ts';

const format = 'arrow';
const testdata = (name: string): string => new URL(`./testdata/${name}`, import.meta.url).pathname;

async function readPieces(source: string, step: number): Promise<Row[][]> {
  const pieces: Row[][] = [];
  for (const range of (await splitArrow(source, step)) ?? []) {
    const reader = await openReader({ format, source, range });
    expect((await reader.rowsBefore?.()) ?? 0).toBe(pieces.flat().length);
    pieces.push(await rowsOf(reader));
  }
  return pieces;
}

describe('splitArrow', () => {
  it('cuts a file between its batches', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.arrow');
      const schema = structType([createField('n', 'integer'), createField('t', 'string')]);
      const writer = await openWriter({ format, target: source, schema });
      const rows = Array.from({ length: 200_000 }, (_, i) => [i, i % 7 === 0 ? null : `${i}`]);
      await writer.write(rows);
      await writer.finish();
      const pieces = await readPieces(source, 1);
      expect(pieces.length).toBe(4);
      expect(pieces.flat()).toEqual(rows);
      expect((await readPieces(source, 1_500_000)).length).toBe(2);
      expect(await splitArrow(source, 1e9)).toBeUndefined();
    });
  });

  it('gives every piece the dictionaries that it needs', async () => {
    const source = testdata('python.arrow');
    const pieces = await readPieces(source, 1);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.flat()).toEqual(await readRows({ format, source }));
  });

  it('leaves streams and damaged files whole', async () => {
    expect(await splitArrow(testdata('python-stream.arrow'), 1)).toBeUndefined();
    await inFolder(async (folder) => {
      const path = join(folder, 'bad.arrow');
      const bytes = readFileSync(testdata('python.arrow'));
      for (let at = 8; at + 4 < bytes.length; at += 4) {
        const damaged = Buffer.from(bytes);
        damaged.writeInt32LE(0x7fff_fff0, at);
        writeFileSync(path, damaged);
        for (const range of (await splitArrow(path, 1)) ?? []) expect(range.endByte).toBeLessThanOrEqual(bytes.length);
      }
    });
  });
});
