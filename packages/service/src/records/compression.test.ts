import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { arrayType, columnOf, createField, type Row, structType } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { chooseCompression, endingOf, zstdCompressSync } from './compression.ts';
import { openWriter } from './open.ts';
import type { Compression, RecordFormat } from './records.ts';
import { failureOf, inFolder, readRows, streamOf, writeRows } from './testdata/harness.ts';

const hasZstd = zstdCompressSync !== undefined;

describe('the compression of an output', () => {
  it.each<[RecordFormat, Compression | undefined, string | undefined, Compression]>([
    ['parquet', undefined, undefined, 'snappy'],
    ['parquet', undefined, 'x.parquet', 'snappy'],
    ['parquet', 'gzip', 'x.parquet', 'gzip'],
    ['parquet', 'none', undefined, 'none'],
    ['arrow', undefined, 'x.arrow', 'none'],
    ['csv', undefined, undefined, 'none'],
    ['csv', 'gzip', undefined, 'gzip'],
    ['csv', undefined, 'x.csv.gz', 'gzip'],
    ['json', 'gzip', 'x.jsonl.gz', 'gzip'],
    ['json', 'none', 'x.jsonl', 'none'],
  ])('of %s, wanted %s, named %s, is %s', (format, wanted, name, expected) => {
    expect(chooseCompression(format, wanted, name)).toBe(expected);
  });

  it.each<[RecordFormat, Compression, string | undefined, string, string]>([
    [
      'arrow',
      'gzip',
      'x.arrow',
      'FORMAT_UNSUPPORTED',
      'expected a compression that arrow can have, got gzip; have: none',
    ],
    ['csv', 'zstd', undefined, 'FORMAT_UNSUPPORTED', 'have: none, gzip'],
    ['json', 'gzip', 'x.jsonl', 'INPUT_VALUE', 'expected a name ending in .gz for compression gzip'],
    ['csv', 'none', 'x.csv.gz', 'INPUT_VALUE', 'expected a name without .gz for compression none'],
  ])('of %s refuses %s for %s', async (format, wanted, name, code, message) => {
    const failure = await failureOf(() => chooseCompression(format, wanted, name));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('is zstd where Node has it', async () => {
    if (hasZstd) expect(chooseCompression('parquet', 'zstd')).toBe('zstd');
    else {
      const { detail } = await failureOf(() => chooseCompression('parquet', 'zstd'));
      expect(detail).toBe(`expected Node 22.15 or newer for zstd, got ${process.version}; have: snappy, gzip, none`);
    }
  });

  /** As Spark 3.5 and 4.3 name their parts. */
  it.each<[RecordFormat, Compression, string]>([
    ['parquet', 'snappy', 'snappy.parquet'],
    ['parquet', 'gzip', 'gz.parquet'],
    ['parquet', 'zstd', 'zstd.parquet'],
    ['parquet', 'none', 'parquet'],
    ['csv', 'gzip', 'csv.gz'],
    ['json', 'gzip', 'json.gz'],
  ])('stands in the names of %s parts: %s', (format, compression, ending) => {
    expect(endingOf(format, compression)).toBe(ending);
  });
});

const CODECS: readonly Compression[] = ['snappy', 'gzip', 'none', ...(hasZstd ? (['zstd'] as const) : [])];

describe.each(CODECS)('Parquet in %s', (compression) => {
  const types = { i: 'long', s: 'string', d: 'decimal(10,2)', x: arrayType('double'), t: arrayType('string') } as const;
  const schema = structType(Object.entries(types).map(([name, type]) => createField(name, type)));
  const rows: Row[] = Array.from({ length: 5000 }, (_, i) =>
    i % 3 === 0 ? [null, null, null, null, null] : [i, 'same', null, i % 3 === 1 ? [i, null] : [], ['a', null]],
  );

  it('comes back from rows', async () => {
    const bytes = await writeRows({ format: 'parquet', schema, compression }, rows, 5000);
    expect(await readRows({ format: 'parquet', source: streamOf(bytes) })).toEqual(rows);
  });

  it('comes back from columns, smaller where it is packed', () =>
    inFolder(async (folder) => {
      const sizes = await Promise.all(
        [compression, 'none' as const].map(async (codec, n) => {
          const target = join(folder, `${n}.parquet`);
          const writer = await openWriter({ format: 'parquet', target, schema, compression: codec });
          const columns = schema.fields.map(({ type }, k) => columnOf(type, rows.length, (i) => rows[i]?.[k]));
          await writer.writeColumns?.({ columns, length: rows.length });
          await writer.finish();
          expect(await readRows({ format: 'parquet', source: target })).toEqual(rows);
          return readFileSync(target).length;
        }),
      );
      const [packed, plain] = sizes as [number, number];
      expect(packed < plain / 2).toBe(compression !== 'none');
    }));
});

it('gzips CSV and JSON lines by the name of the file', () =>
  inFolder(async (folder) => {
    const schema = structType([createField('a', 'integer')]);
    for (const [format, text] of [
      ['csv', 'a\n1\n'],
      ['json', '{"a":1}\n'],
    ] as const) {
      const target = join(folder, `x.${format}.gz`);
      const writer = await openWriter({ format, target, schema, compression: 'gzip' });
      await writer.write([[1]]);
      await writer.finish();
      expect(gunzipSync(readFileSync(target)).toString()).toBe(text);
      const failure = await failureOf(() =>
        openWriter({ format, target: join(folder, 'y'), schema, compression: 'gzip' }),
      );
      expect(failure.code).toBe('INPUT_VALUE');
    }
  }));
