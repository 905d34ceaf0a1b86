import { gzipSync } from 'node:zlib';
import { createField, type DataType, type Row, structType, VECTOR } from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReader } from './open.ts';
import { failureOf, readRows, rowsOf, streamOf, writeRows } from './testdata/harness.ts';

const format = 'json';
const columns = (types: Record<string, DataType>) =>
  structType(Object.entries(types).map(([name, type]) => createField(name, type)));
const typesOf = async (text: string, expected = columns({})) => {
  const reader = await openReader({ format, source: streamOf(text), expected });
  return Object.fromEntries(reader.schema.fields.map((field) => [field.name, field.type]));
};

describe('JSON lines without a schema', () => {
  it('are typed from what is expected, else inferred as in Spark', async () => {
    const text = `{"a":1,"b":1.5,"c":"x","d":true,"e":null,"f":{"type":1,"values":[1]}}
      {"a":2,"b":2,"c":1,"d":null,"g":[1,2.5],"h":{"k":1}}\r\n\n{"h":{"z":"y"},"i":12345678901234567890,"j":-0.0}`;
    const struct = structType([createField('k', 'long'), createField('z', 'string')]);
    expect(await typesOf(text, columns({ a: 'double', other: 'string' }))).toEqual({
      a: 'double',
      b: 'double',
      c: 'string',
      d: 'boolean',
      e: 'string',
      f: VECTOR,
      g: { type: 'array', elementType: 'double', containsNull: true },
      h: struct,
      i: 'double',
      j: 'double',
    });
  });

  it('are refused with more than 20000 keys an object', async () => {
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`k${i}`, i])));
    for (const text of [wide, `{"a":${wide}}`]) {
      const source = streamOf(text, text.length);
      expect(await failureOf(() => openReader({ format, source }))).toMatchObject({ code: 'INPUT_LIMIT' });
    }
  });

  it('keep another value in a string column as its JSON text', async () => {
    const rows = await readRows({ format, source: streamOf('{"c":"x"}\n{"c":1.0}\n{"c":[1, 2]}\n{"c":null}\n') });
    expect(rows).toEqual([['x'], ['1.0'], ['[1, 2]'], [null]]);
  });

  it('read a byte order mark, gzip, no last line end and an empty file', async () => {
    const text = Buffer.from('\ufeff{"a":"\u00e9"}\r\n{"a":"b"}');
    for (const source of [streamOf(text, 1), streamOf(gzipSync(text))]) {
      expect(await readRows({ format, source })).toEqual([['\u00e9'], ['b']]);
    }
    expect(await readRows({ format, source: streamOf('') })).toEqual([]);
  });
});

describe('JSON lines with a schema', () => {
  const schema = columns({ l: 'long', s: 'string' });

  it('take missing keys as null and ignore unknown ones', async () => {
    const source = streamOf('{"s":"x","z":9}\n{"l":9007199254740993}\n{"constructor":1}\n');
    expect(await readRows({ format, source, schema })).toEqual([
      [null, 'x'],
      [9007199254740993n, null],
      [null, null],
    ]);
  });

  it.each([
    ['{"l":1}\n{"l":"x"}\n', 'INPUT_VALUE', { column: 'l', row: 2 }],
    ['{"l":1}\n\n{"l":1\n', 'INPUT_FORMAT', { row: 2 }],
    ['[{"l":1}]\n', 'INPUT_FORMAT', { row: 1 }],
    ['1\n', 'INPUT_FORMAT', { row: 1 }],
  ])('refuse %j', async (text, code, where) => {
    const failure = await failureOf(() => readRows({ format, source: streamOf(text), schema }));
    expect(failure).toMatchObject({ code, where });
  });

  it('refuse damaged gzip', async () => {
    const bytes = gzipSync('{"l":1}\n'.repeat(1000)).subarray(0, 40);
    expect((await failureOf(() => readRows({ format, source: streamOf(bytes), schema }))).code).toBe('INPUT_FORMAT');
  });

  it('give back what was written, in any chunks', async () => {
    const row = fc.tuple(
      fc.option(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
      fc.option(fc.string({ unit: 'grapheme' })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 50 }), async (pairs, chunk) => {
        const rows: Row[] = pairs.map(([l, s]) => [
          l !== null && BigInt(Number(l)) === l && Number.isSafeInteger(Number(l)) ? Number(l) : l,
          s,
        ]);
        const text = await writeRows({ format, schema }, rows);
        expect(await rowsOf(await openReader({ format, source: streamOf(text, chunk), schema }))).toEqual(rows);
      }),
    );
  });
});
