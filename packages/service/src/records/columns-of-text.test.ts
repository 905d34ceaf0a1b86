import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createField, type DataType, structType, VECTOR } from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReader } from './open.ts';
import type { CsvOptions, ReaderOptions } from './records.ts';
import { answerOf, inFolder, rowsOf, rowsOfColumns, streamOf } from './testdata/harness.ts';

const TYPES: readonly DataType[] = [
  ...['double', 'float', 'long', 'integer', 'short', 'byte', 'boolean', 'string', 'date', 'timestamp', 'binary'],
  ...['decimal(5,2)'],
  VECTOR,
] as readonly DataType[];

/** Whether a file gives in columns what it gives in rows, the failure included; how many rows there were. */
async function expectSame(options: ReaderOptions): Promise<number> {
  const rows = await answerOf(async () => rowsOf(await openReader(options)));
  for (const most of [undefined, 2]) {
    const inColumns = await answerOf(async () => {
      const reader = await openReader(options);
      expect(reader.columns).toBeDefined();
      return rowsOfColumns(reader, most);
    });
    expect(inColumns).toEqual(rows);
  }
  return rows.rows.length;
}

/** What a column of a type usually holds. */
function usualText(type: DataType): fc.Arbitrary<string> {
  switch (type) {
    case 'double':
    case 'float':
      return fc.oneof(fc.double().map(String), fc.double({ min: -9, max: 9 }).map(String), fc.integer().map(String));
    case 'long':
      return fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.integer()).map(String);
    case 'integer':
      return fc.integer().map(String);
    case 'short':
    case 'byte':
      return fc.integer({ min: -128, max: 127 }).map(String);
    case 'boolean':
      return fc.constantFrom('true', 'FALSE');
    case 'date':
    case 'timestamp':
      return fc.constantFrom('2024-01-02', '1969-12-31');
    case 'binary':
      return fc.constantFrom('AP8Q', 'AA==');
    case 'decimal(5,2)':
      return fc.constantFrom('1.25', '-3', '999.99');
    default:
      return typeof type === 'object'
        ? fc.constant('"[1,2.5]"')
        : fc.constantFrom('a', 'b c', '\u00e9\u{1f600}', '"q"');
  }
}

const plainNumber = fc.oneof(
  fc.double().map(String),
  fc.integer().map(String),
  fc.integer({ min: -129, max: 128 }).map(String),
  fc.bigInt(-(2n ** 64n), 2n ** 64n).map(String),
  fc.constantFrom('-0', '0', '1.0', '1e3', '1E-3', '0.1', '12345678901234567890', '123456789012345678.25', '1e400'),
);

describe('columns of CSV', () => {
  const any = fc.oneof(
    plainNumber,
    fc.constantFrom(
      '',
      '""',
      '"1"',
      '"a,b"',
      '"a\r\nb"',
      '"1',
      'a"b',
      '"1" ',
      'NaN',
      '-Infinity',
      '+1',
      '.5',
      '5.',
      '1d',
    ),
    fc.constantFrom('true', '2024-01-02', 'AP8Q', '"[1,2]"', 'x', 'NA', ' 1', '\u00e9', ' ', '\u00a0'),
  );
  const usual = (type: DataType) =>
    fc.oneof({ weight: 9, arbitrary: usualText(type) }, { weight: 1, arbitrary: fc.constant('') });
  const types = fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 });
  const dialects = fc.constantFrom<CsvOptions>(
    {},
    { header: false },
    { nullValue: 'NA' },
    { nullValue: '1' },
    { emptyValue: 'x' },
    { sep: ';', escape: '"' },
    { sep: '\t', quote: "'" },
  );
  const endings = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\n \n');
  const table = fc.tuple(types, dialects).chain(([columns, csv]) => {
    const width = { minLength: columns.length, maxLength: columns.length };
    const cells = fc.oneof(
      { weight: 40, arbitrary: fc.tuple(...columns.map(usual)) },
      { weight: 3, arbitrary: fc.array(any, width) },
      fc.array(any, { minLength: 1, maxLength: 4 }),
    );
    return fc.record({
      columns: fc.constant(columns),
      csv: fc.constant(csv),
      records: fc.array(fc.tuple(cells, endings), { minLength: 1, maxLength: 8 }),
      start: fc.constantFrom('', '\ufeff', '\n'),
      end: fc.constantFrom('', '\n'),
    });
  });

  it('are those of its rows', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.csv');
      let rows = 0;
      await fc.assert(
        fc.asyncProperty(table, async ({ columns, csv, records, start, end }) => {
          const schema = structType(columns.map((type, k) => createField(`c${k}`, type)));
          const sep = csv.sep ?? ',';
          const header = csv.header === false ? '' : `${schema.fields.map(({ name }) => name).join(sep)}\n`;
          const text = records.map(([cells, ending]) => cells.join(sep) + ending).join('');
          writeFileSync(source, start + header + text + end);
          rows += await expectSame({ format: 'csv', source, schema, csv });
        }),
        { numRuns: 500 },
      );
      expect(rows).toBeGreaterThan(200);
    });
  }, 60_000);

  it('go over any chunks, of a file in gzip too', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.csv.gz');
      const lines = Array.from({ length: 20_000 }, (_, i) => (i % 9 === 0 ? `"${i}\n",${i}` : `${i},${i / 7}`));
      writeFileSync(source, gzipSync(`t,d\n${lines.join('\n')}`));
      const schema = structType([createField('t', 'string'), createField('d', 'double')]);
      expect(await expectSame({ format: 'csv', source, schema })).toBe(20_000);
    });
  });

  it('hold no more than some bytes at once', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.csv');
      writeFileSync(source, `t\n${`${'x'.repeat(2 ** 20)}\n`.repeat(20)}`);
      const reader = await openReader({ format: 'csv', source });
      const lengths: number[] = [];
      for await (const { length } of reader.columns?.() ?? []) lengths.push(length);
      expect(lengths).toEqual([4, 4, 4, 4, 4]);
    });
  });

  it('are not to be had from a stream', async () => {
    const reader = await openReader({ format: 'csv', source: streamOf('a\n1\n') });
    expect(reader.columns).toBeUndefined();
    await reader.close();
  });
});

describe('columns of JSON lines', () => {
  const any = fc.oneof(
    plainNumber.filter((text) => !/NaN|Inf/.test(text)),
    fc.constantFrom(
      'null',
      'true',
      'false',
      '"x"',
      '"NaN"',
      '""',
      '"a\\nb"',
      '"\u00e9"',
      '01',
      '1.',
      '[1]',
      '{"a":1}',
      ' 1 ',
      'x',
    ),
  );
  const valueText = (type: DataType) => {
    if (type === VECTOR) return fc.constantFrom('{"type":1,"values":[1,2.5]}', 'null');
    const texts = usualText(type).map((text) => text.replaceAll('"', ''));
    const isText = ['string', 'date', 'timestamp', 'binary'].includes(type as string);
    const usual = texts.map((text) => (isText || /NaN|Inf/.test(text) ? `"${text}"` : text.toLowerCase()));
    return fc.oneof({ weight: 20, arbitrary: usual }, fc.constant('null'), fc.constant(' 1'));
  };
  const types = fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 });
  const table = types.chain((columns) => {
    const usual = fc
      .tuple(...columns.map(valueText))
      .map((values) => `{${values.map((value, k) => `"c${k}":${value}`).join()}}`);
    const spaced = usual.map((line) => line.replaceAll(',', ', ').replaceAll(':', ': '));
    const keys = fc.constantFrom('c0', 'c1', 'c2', 'd', 'c\\u0030');
    const other = fc
      .array(fc.tuple(keys, any), { maxLength: 3 })
      .map((pairs) => `{${pairs.map(([key, value]) => `"${key}":${value}`).join()}}`);
    const line = fc.oneof(
      { weight: 20, arbitrary: usual },
      { weight: 5, arbitrary: spaced },
      other,
      fc.constantFrom('', ' ', '[1]', '{'),
    );
    return fc.record({
      columns: fc.constant(columns),
      lines: fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { minLength: 1, maxLength: 8 }),
      start: fc.constantFrom('', '\ufeff'),
      end: fc.constantFrom('', '{}', '{"c0":null}'),
    });
  });

  it('are those of its rows', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.jsonl');
      let rows = 0;
      await fc.assert(
        fc.asyncProperty(table, async ({ columns, lines, start, end }) => {
          const schema = structType(columns.map((type, k) => createField(`c${k}`, type)));
          writeFileSync(source, start + lines.flat().join('') + end);
          rows += await expectSame({ format: 'json', source, schema });
        }),
        { numRuns: 500 },
      );
      expect(rows).toBeGreaterThan(200);
    });
  }, 60_000);

  it('keep up with keys that come and go, over any chunks', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.jsonl');
      const line = (i: number) =>
        i < 9000 ? `{"a":${i / 7},"s":"x${i}"}` : i % 5 === 0 ? `{"s":"y"}` : `{"s":"z", "a":${i}}`;
      writeFileSync(source, Array.from({ length: 20_000 }, (_, i) => line(i)).join('\n'));
      const schema = structType([createField('s', 'string'), createField('a', 'double'), createField('n', 'long')]);
      expect(await expectSame({ format: 'json', source, schema })).toBe(20_000);
    });
  });
});
