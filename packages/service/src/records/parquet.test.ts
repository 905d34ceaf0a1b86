import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createField,
  createRowDecoder,
  DenseVector,
  parseJson,
  type Row,
  SparseVector,
  structType,
  VECTOR,
} from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { createRowEncoder } from './json-text.ts';
import { openReader, openWriter } from './open.ts';
import { jsonFrames, shortenVectors } from './testdata/frames.ts';
import { failureOf, inFolder, readRows, rowsOf, streamOf, writeRows } from './testdata/harness.ts';

const format = 'parquet';
const sparkFile = (k: number): string => fileURLToPath(new URL(`./testdata/json-${k}.parquet`, import.meta.url));

describe.each(jsonFrames.map((frame, k) => ({ ...frame, k })))('the rows of frame $k', ({ schema, lines, k }) => {
  const expected = lines.map(shortenVectors);

  it('are read from the file that Spark wrote', async () => {
    const reader = await openReader({ format, source: sparkFile(k) });
    expect(reader.schema).toEqual(schema);
    expect((await rowsOf(reader)).map(createRowEncoder(schema))).toEqual(expected);
  });

  it('come back from a file written here, with the schema', async () => {
    const decode = createRowDecoder(schema);
    const rows = lines.map((line, row) => decode(parseJson(line), row));
    const reader = await openReader({ format, source: streamOf(await writeRows({ format, schema }, rows)) });
    expect(reader.schema).toEqual(schema);
    expect(await rowsOf(reader)).toEqual(rows);
  });
});

describe('Parquet files', () => {
  const schema = structType([createField('i', 'long'), createField('v', VECTOR)]);
  const rowOf = (i: number): Row => [
    i,
    i % 2 === 0 ? new DenseVector(Float64Array.of(i, -0)) : new SparseVector(9, Int32Array.of(8), Float64Array.of(i)),
  ];

  it('of several row groups stream through a file', () =>
    inFolder(async (folder) => {
      const target = join(folder, 'x.parquet');
      const text = structType([createField('s', 'string')]);
      const writer = await openWriter({ format, target, schema: text });
      const rows: Row[] = Array.from({ length: 40 }, (_, i) => [String(i).repeat(500_000)]);
      for (const row of rows) await writer.write([row]);
      await writer.finish();
      expect(await readRows({ format, source: target })).toEqual(rows);
    }));

  it('may hold no rows', async () => {
    expect(await readRows({ format, source: streamOf(await writeRows({ format, schema }, [])) })).toEqual([]);
  });

  it('must have the columns of a given schema', async () => {
    const bytes = await writeRows({ format, schema }, [rowOf(1)]);
    const open = (...fields: [string, 'double' | 'long'][]) =>
      openReader({ format, source: streamOf(bytes), schema: structType(fields.map(([n, t]) => createField(n, t))) });
    await (await open(['i', 'long'])).close();
    expect((await failureOf(() => open(['z', 'long']))).code).toBe('INPUT_COLUMN_MISSING');
    expect((await failureOf(() => open(['i', 'double']))).code).toBe('INPUT_COLUMN_TYPE');
  });

  it.each([0, 3, 100, 1000])('cut at %i bytes are refused', async (length) => {
    const source = streamOf(readFileSync(sparkFile(0)).subarray(0, length));
    expect((await failureOf(() => readRows({ format, source }))).code).toBe('INPUT_FORMAT');
  });
});
