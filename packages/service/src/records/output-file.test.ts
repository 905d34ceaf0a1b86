import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { createField, structType } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { detectFormat } from './format.ts';
import { openReader } from './open.ts';
import { openOutput } from './output-file.ts';
import { failureOf, inFolder, rowsOf } from './testdata/harness.ts';

describe('an output file', () => {
  it('appears complete at finish, in place of an older one', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.csv');
      writeFileSync(path, 'old');
      const output = await openOutput(path);
      await output.write('new');
      await output.write(Buffer.from(' text'));
      expect(readFileSync(path, 'utf8')).toBe('old');
      await output.finish();
      await output.abort();
      expect(readFileSync(path, 'utf8')).toBe('new text');
      expect(readdirSync(folder)).toEqual(['out.csv']);
    }));

  it('leaves nothing behind after abort', () =>
    inFolder(async (folder) => {
      const output = await openOutput(join(folder, 'out.csv.gz'));
      await output.write('x'.repeat(3_000_000));
      await output.abort();
      expect(readdirSync(folder)).toEqual([]);
    }));

  it('is gzipped for a name in .gz', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'out.json.gz');
      const output = await openOutput(path);
      for (let k = 0; k < 100; k++) await output.write('y'.repeat(100_000));
      await output.finish();
      expect(gunzipSync(readFileSync(path)).length).toBe(10_000_000);
    }));

  it('is removed when the process ends before finish', () =>
    inFolder(async (folder) => {
      const before = process.listeners('exit');
      const output = await openOutput(join(folder, 'x.csv'));
      await output.write('a'.repeat(2_000_000));
      expect(readdirSync(folder)).toEqual([`.x.csv.${process.pid}.tmp`]);
      const added = process.listeners('exit').filter((listener) => !before.includes(listener));
      for (const listener of added) listener(0);
      expect(readdirSync(folder)).toEqual([]);
      await output.abort();
      expect(process.listeners('exit')).toEqual(before);
    }));

  it('names the folder that is not there, and refuses the name of a folder', () =>
    inFolder(async (folder) => {
      const missing = await failureOf(() => openOutput(join(folder, 'no', 'out.csv')));
      expect(missing).toMatchObject({ code: 'FILE_NOT_FOUND', where: { file: join(folder, 'no') } });
      expect((await failureOf(() => openOutput(folder))).code).toBe('FILE_EXISTS');
    }));

  it('to a stream whose reader has gone is canceled', async () => {
    const gone = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
      },
    });
    const output = await openOutput(gone);
    const failure = await failureOf(async () => {
      for (let k = 0; k < 10; k++) await output.write('x'.repeat(100_000));
      await output.finish();
    });
    expect(failure.code).toBe('CANCELED');
  });
});

describe('a folder as Spark writes it', () => {
  const schema = structType([createField('a', 'long')]);
  it.each([
    ['csv', 'a\n1\n', 'a\n2\n'],
    ['json', '{"a":1}\n', '{"a":2}\n'],
  ] as const)('of %s is read in order of names', (format, first, second) =>
    inFolder(async (folder) => {
      const path = join(folder, 'data');
      mkdirSync(path);
      writeFileSync(join(path, 'part-00001-x'), second);
      writeFileSync(join(path, 'part-00000-x'), first);
      writeFileSync(join(path, '_SUCCESS'), '');
      writeFileSync(join(path, '.part-00000-x.crc'), 'zz');
      const reader = await openReader({ format, source: path, schema });
      expect(await rowsOf(reader)).toEqual([[1], [2]]);
      const totalBytes = first.length + second.length;
      expect(reader.progress()).toEqual({ bytes: totalBytes, totalBytes });
    }),
  );

  it('without parts, and a path that is not there, are not found', () =>
    inFolder(async (folder) => {
      for (const source of [folder, join(folder, 'no')]) {
        expect((await failureOf(() => openReader({ format: 'csv', source }))).code).toBe('FILE_NOT_FOUND');
      }
    }));
});

describe('the format', () => {
  it.each([
    ['a.csv', 'csv', {}],
    ['a.TSV.gz', 'csv', { sep: '\t' }],
    ['x/y.jsonl', 'json', {}],
    ['y.ndjson.gz', 'json', {}],
    ['y.parquet', 'parquet', {}],
    ['y.feather', 'arrow', {}],
  ])('of %s is %s', (path, format, csv) => {
    expect(detectFormat(path)).toEqual({ format, csv });
  });

  it.each(['a', 'a.xlsx', 'a.parquet.gz', '.csv'])('of %s is not known', async (path) => {
    const failure = await failureOf(() => detectFormat(path));
    expect(failure.code).toBe('FORMAT_UNSUPPORTED');
    expect(failure.message).toContain('.parquet');
  });
});
