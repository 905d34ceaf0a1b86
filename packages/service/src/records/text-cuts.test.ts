import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createField, type Row, structType } from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDialect } from './csv-dialect.ts';
import { createRecordEnds } from './csv-ends.ts';
import { openReader } from './open.ts';
import type { ByteRange, CsvOptions, ReaderOptions } from './records.ts';
import { answerOf, inFolder, rowsOf, rowsOfColumns } from './testdata/harness.ts';
import { cutText, LINE_ENDS, type RowEnds } from './text-cuts.ts';

const TYPES = structType([createField('a', 'string'), createField('b', 'double'), createField('c', 'long')]);

async function readPieces(options: ReaderOptions, ranges: readonly ByteRange[]): Promise<Row[]> {
  const rows: Row[] = [];
  let mark = { byte: 0, rows: 0 };
  for (const [k, range] of ranges.entries()) {
    const reader = await openReader({ ...options, range, mark });
    const piece = await (k % 2 === 0 || reader.columns === undefined ? rowsOf(reader) : rowsOfColumns(reader, 3));
    rows.push(...piece);
    // Rows are counted from the last mark, which lags behind now and then as it does with several workers.
    if (k % 3 !== 0) mark = { byte: range.endByte, rows: rows.length };
  }
  return rows;
}

/** Whether the pieces of a file give what the whole file gives; how many pieces there were. */
async function expectSame(options: ReaderOptions, ends: RowEnds | undefined, step: number): Promise<number> {
  const path = options.source as string;
  const ranges = (ends && (await cutText(path, { ends, step, signal: undefined }))) ?? [];
  if (ranges.length === 0) return 0;
  const schema = await openReader({ ...options, expected: TYPES }).then(
    async (reader) => {
      await reader.close();
      return reader.schema;
    },
    () => undefined,
  );
  if (schema === undefined) return 0;
  expect(ranges[0]?.startByte).toBe(0);
  for (const [k, { startByte }] of ranges.entries()) if (k > 0) expect(startByte).toBe(ranges[k - 1]?.endByte);
  const typed = { ...options, schema };
  const whole = await answerOf(async () => rowsOf(await openReader(typed)));
  expect(await answerOf(() => readPieces(typed, ranges))).toEqual(whole);
  return ranges.length;
}

const dialects = fc.constantFrom<CsvOptions>(
  {},
  {},
  { header: false },
  { escape: '"' },
  { quote: "'", sep: '\t' },
  { ignoreLeadingWhiteSpace: true, ignoreTrailingWhiteSpace: true },
  { sep: ' ' },
  { sep: '\u00e9' },
);
const cell = fc.oneof(
  fc.constantFrom(
    '1',
    '-2.5',
    '',
    'x',
    '"a"',
    '"a,b"',
    '"a\nb"',
    '"a\r\nb"',
    '"a""b"',
    '"a\\"b"',
    '"a"b',
    'a"b',
    ' "a"',
  ),
  fc.string({ unit: fc.constantFrom(...'a1,"\\\n\r \t\'\u00e9') }),
);
const record = fc.array(cell, { minLength: 2, maxLength: 3 }).map((cells) => cells.join(','));
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\n \u00a0\n');
const csvText = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '\n', ' \u3000\n\n', '\ufeff\r\n'),
    fc.constantFrom('a,b', 'a,b,c', '"a","b"', 'a,"b\nc"', '\u00e9,b'),
    fc.array(fc.tuple(lineEnd, record)),
    fc.constantFrom('', '\n', '\r\n'),
  )
  .map(([start, header, records, end]) => start + header + records.flat().join('') + end);

describe('pieces of a CSV file', () => {
  it('hold the rows of the whole, and fail as it does', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.csv');
      let cuts = 0;
      await fc.assert(
        fc.asyncProperty(csvText, dialects, fc.integer({ min: 1, max: 40 }), async (text, csv, step) => {
          writeFileSync(source, text);
          cuts += await expectSame({ format: 'csv', source, csv }, createRecordEnds(toDialect(csv)), step);
        }),
        { numRuns: 600 },
      );
      expect(cuts).toBeGreaterThan(300);
    });
  }, 60_000);

  it('are cut behind blocks with and without quotes', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.csv');
      const plain = '1,2\n'.repeat(300_000);
      const quoted = `"${'3\n,'.repeat(500_000)}",2\n`;
      writeFileSync(source, `a,b\n${plain}${quoted}${plain}"x`);
      const options = { format: 'csv', source } as const;
      expect(await expectSame(options, createRecordEnds(toDialect({})), 300_000)).toBe(10);
    });
  }, 60_000);
});

const jsonLine = fc.oneof(
  fc
    .record({ a: fc.string(), b: fc.double({ noNaN: true, noDefaultInfinity: true }) })
    .map((row) => JSON.stringify(row)),
  fc.constantFrom('', ' ', '\u00a0', '{"a":1}', '{"c":"x"}', '{', '[{"a":1}]', '\ufeff{}', '{"a":"\u00e9\u{1f600}"}'),
);
const jsonText = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '\n'),
    fc.array(fc.tuple(jsonLine, fc.constantFrom('\n', '\r\n')), { minLength: 2 }),
    jsonLine,
  )
  .map(([start, lines, last]) => start + lines.flat().join('') + last);

describe('pieces of JSON lines', () => {
  it('hold the rows of the whole, and fail as it does', async () => {
    await inFolder(async (folder) => {
      const source = join(folder, 'rows.jsonl');
      let cuts = 0;
      await fc.assert(
        fc.asyncProperty(jsonText, fc.integer({ min: 1, max: 60 }), async (text, step) => {
          writeFileSync(source, text);
          cuts += await expectSame({ format: 'json', source, schema: TYPES }, LINE_ENDS, step);
        }),
        { numRuns: 300 },
      );
      expect(cuts).toBeGreaterThan(300);
    });
  }, 60_000);

  it('are not cut in gzip', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'rows.jsonl');
      writeFileSync(path, gzipSync('{"a":"x"}\n'.repeat(100)));
      expect(await cutText(path, { ends: LINE_ENDS, step: 5, signal: undefined })).toBeUndefined();
    });
  });
});
