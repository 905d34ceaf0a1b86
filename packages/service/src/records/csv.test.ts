import { createField, createRowDecoder, type DataType, parseJson, type Row, structType } from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowEncoder } from './json-text.ts';
import { csvCases, csvOptions } from './testdata/frames.ts';
import { failureOf, readRows, streamOf, writeRows } from './testdata/harness.ts';

const columns = (types: Record<string, DataType>) =>
  structType(Object.entries(types).map(([name, type]) => createField(name, type)));

/** Spark fills these with nulls even in FAILFAST mode, or has an answer of its own; the reader refuses them. */
const REFUSED = new Set(['"a', 'a']);

describe('CSV as Spark reads it', () => {
  const cases = csvCases.filter((one) => one.read !== undefined);
  for (const { read, schema, options, lines } of cases) {
    const name = `${JSON.stringify(read)} as ${schema.fields.map((field) => field.type)} ${JSON.stringify(options)}`;
    it.each([1, 3, 1000])(`${name}, chunks of %i`, async (chunk) => {
      const reading = () =>
        readRows({ format: 'csv', source: streamOf(read ?? '', chunk), schema, csv: csvOptions(options) });
      if (lines === undefined || REFUSED.has((read ?? '').trim())) {
        expect((await failureOf(reading)).code).toMatch(/^INPUT_(VALUE|FORMAT)$/);
      } else expect((await reading()).map(createRowEncoder(schema))).toEqual(lines);
    });
  }
});

describe('CSV as Spark writes it', () => {
  const cases = csvCases.filter((one) => one.write !== undefined);
  it.each(cases)('$options', async ({ write, schema, options, lines = [] }) => {
    const decode = createRowDecoder(schema);
    const rows = lines.map((line, k) => decode(parseJson(line), k));
    const text = await writeRows({ format: 'csv', schema, csv: { ...csvOptions(options), header: true } }, rows);
    expect(text.toString()).toBe(write);
  });

  it('writes vectors as JSON, and a null alone on its line so that it is read back', async () => {
    const schema = columns({ a: { type: 'array', elementType: 'double', containsNull: true } });
    const text = await writeRows({ format: 'csv', schema }, [[[1, 2.5]], [null]]);
    expect(text.toString()).toBe('a\n"[1.0,2.5]"\n""\n');
    expect(await readRows({ format: 'csv', source: streamOf(text), schema })).toEqual([[[1, 2.5]], [null]]);
  });
});

describe('columns of a CSV file', () => {
  const text = 'b,a,c\n1,2,3\n';
  const types = columns({ a: 'double', b: 'long' });

  it('stand in order of the file, typed by name from schema or expected, else strings', async () => {
    for (const known of [{ schema: types }, { expected: types }]) {
      expect(await readRows({ format: 'csv', source: streamOf(text), ...known })).toEqual([[1, 2, '3']]);
    }
  });

  it('must all be there', async () => {
    const failure = await failureOf(() => readRows({ format: 'csv', source: streamOf('b,c\n'), schema: types }));
    expect(failure).toMatchObject({ code: 'INPUT_COLUMN_MISSING', where: { column: 'a' } });
    expect(failure.message).toContain('have: b, c');
  });

  it.each([
    ['a,b\nx,1\n', 'INPUT_VALUE', { column: 'a', row: 1 }],
    ['a,b\n1,1\n2\n', 'INPUT_FORMAT', { row: 2 }],
    ['a,b\n1,1\n\n2,2,3\n', 'INPUT_FORMAT', { row: 2 }],
    ['a,a\n', 'INPUT_FORMAT', { column: 'a' }],
    ['', 'INPUT_FORMAT', {}],
  ])('refuses %j', async (bad, code, where) => {
    const failure = await failureOf(() => readRows({ format: 'csv', source: streamOf(bad), expected: types }));
    expect(failure).toMatchObject({ code, where });
  });

  it('without header go by position, or are named _c0, _c1', async () => {
    const csv = { header: false };
    expect(await readRows({ format: 'csv', source: streamOf('2,1\n'), schema: types, csv })).toEqual([[2, 1]]);
    expect(await readRows({ format: 'csv', source: streamOf('2,1\n'), csv })).toEqual([['2', '1']]);
  });
});

describe('CSV round trip', () => {
  const schema = columns({ s: 'string', d: 'double', l: 'long', f: 'float' });
  const row = fc.tuple(
    fc.option(fc.string({ minLength: 1, unit: fc.constantFrom(...'ab ,"\\\n\r\t\u00e9\u{1F600}') })),
    fc.option(fc.double()),
    fc.option(fc.integer()),
    fc.option(fc.float()),
  );

  it('gives back every row, whatever the separator, quote and escape', async () => {
    const dialects = fc.constantFrom({}, { sep: '\t' }, { escape: '"' }, { quote: "'" }, { sep: ';', header: false });
    await fc.assert(
      fc.asyncProperty(fc.array(row), dialects, fc.integer({ min: 1, max: 40 }), async (rows, csv, chunk) => {
        const text = await writeRows({ format: 'csv', schema, csv }, rows as Row[]);
        expect(await readRows({ format: 'csv', source: streamOf(text, chunk), schema, csv })).toEqual(rows);
      }),
    );
  });

  it('ends with rows or a ScoringError for any text', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'a1,"\\\n\r ') });
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        const whole = await readRows({ format: 'csv', source: streamOf(any, 1000) }).catch((error: unknown) => error);
        const pieces = await readRows({ format: 'csv', source: streamOf(any, 1) }).catch((error: unknown) => error);
        expect(pieces).toEqual(whole);
        if (!Array.isArray(whole)) expect(whole).toMatchObject({ name: 'ScoringError', kind: 'invalid_input' });
      }),
    );
  });
});
