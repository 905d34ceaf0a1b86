import {
  createField,
  createRowDecoder,
  type DataType,
  Decimal,
  DenseVector,
  decodeJson,
  JsonNumber,
  parseJson,
  parseJsonExact,
  requireTimeZone,
  SparseVector,
  structType,
  VECTOR,
} from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonEncoder, createRowEncoder } from './json-text.ts';
import { jsonFrames, shortenVectors } from './testdata/frames.ts';
import { failureOf } from './testdata/harness.ts';

const at = { column: 'c', row: 3 };
const decode = (text: string, type: DataType) => decodeJson(parseJson(text), type, at);

describe('rows that Spark wrote with toJSON', () => {
  const lines = jsonFrames.flatMap(({ schema, lines: all }) => all.map((line) => ({ schema, line })));
  it.each(lines)('come back as the same text: $line', ({ schema, line }) => {
    const short = shortenVectors(line);
    expect(createRowEncoder(schema)(createRowDecoder(schema)(parseJson(line), 1))).toBe(short);
    expect(createRowEncoder(schema)(createRowDecoder(schema)(parseJsonExact(line), 1))).toBe(short);
  });
});

describe('timestamps of a session time zone', () => {
  const schema = structType([createField('t', 'timestamp')]);
  const zone = requireTimeZone('America/New_York');
  // As Spark's toJSON under spark.sql.session.timeZone: milliseconds, and the offset of that instant.
  it.each([
    ['2024-01-01 12:00:00', '2024-01-01T12:00:00.000-05:00'],
    ['2024-07-01T12:00:00.5', '2024-07-01T12:00:00.500-04:00'],
    ['2024-07-01T12:00:00Z', '2024-07-01T08:00:00.000-04:00'],
  ])('%s', (text, written) => {
    const row = createRowDecoder(schema, zone)({ t: text }, 1);
    expect(createRowEncoder(schema, zone)(row)).toBe(`{"t":"${written}"}`);
  });
});

describe('decoding', () => {
  const strings = { type: 'array', elementType: 'string', containsNull: true } as const;
  it.each<[string, DataType, unknown]>([
    ['9223372036854775807', 'long', 9223372036854775807n],
    ['9007199254740991', 'long', 9007199254740991],
    ['9007199254740993', 'long', 9007199254740993n],
    ['-0', 'long', 0],
    ['1e3', 'long', 1000],
    ['1.0', 'integer', 1],
    ['-0', 'double', -0],
    ['-0.0', 'double', -0],
    ['12345678901234567890', 'double', 12345678901234567000],
    ['0.1', 'float', Math.fround(0.1)],
    ['"-INF"', 'double', -Infinity],
    ['"+Infinity"', 'float', Infinity],
    ['"NaN"', 'double', Number.NaN],
    ['0.12345678901234567890', 'decimal(38,20)', new Decimal(12345678901234567890n, 20)],
    ['"1.005"', 'decimal(5,2)', new Decimal(101n, 2)],
    ['1e2', 'decimal(5,2)', new Decimal(10000n, 2)],
    ['"2020-01-02"', 'date', 18263],
    ['"2020-01-02T03:04:05+01:00"', 'timestamp', 1577930645000000n],
    ['"2020-01-02 03:04:05.000001"', 'timestamp', 1577934245000001n],
    ['"2020-01-02T03:04:05"', 'timestamp_ntz', 1577934245000000n],
    ['"AP8Q"', 'binary', new Uint8Array([0, 255, 16])],
    ['[1,"NaN"]', VECTOR, new DenseVector(new Float64Array([1, Number.NaN]))],
    [
      '{"type":0,"size":3,"indices":[2],"values":[5]}',
      VECTOR,
      new SparseVector(3, Int32Array.of(2), Float64Array.of(5)),
    ],
    [
      '{"1":["x",null]}',
      { type: 'map', keyType: 'long', valueType: strings, valueContainsNull: true },
      new Map([[1, ['x', null]]]),
    ],
    ['{"b":1,"z":2}', structType([createField('a', 'long'), createField('b', 'long')]), { a: null, b: 1 }],
    ['null', 'long', null],
  ])('%s as %o', (text, type, value) => {
    expect(decode(text, type)).toEqual(value);
  });

  it.each<[string, DataType]>([
    ['"1"', 'double'],
    ['1', 'string'],
    ['1.5', 'long'],
    ['9223372036854775808', 'long'],
    ['9007199254740992.5', 'long'],
    ['128', 'byte'],
    ['true', 'integer'],
    ['1', 'boolean'],
    ['1000', 'decimal(5,2)'],
    ['1e999999', 'decimal(5,2)'],
    ['"x"', 'date'],
    ['"2020-01-02T03:04:05Z"', 'timestamp_ntz'],
    ['"a"', 'binary'],
    ['{"type":0,"size":3,"indices":[2,2],"values":[5,6]}', VECTOR],
    ['{"type":0,"size":3,"indices":[3],"values":[5]}', VECTOR],
    ['{"type":0,"size":3,"indices":[1],"values":[5,6]}', VECTOR],
    ['{"type":0,"size":1e99,"indices":[],"values":[]}', VECTOR],
    ['{"type":2,"values":[5]}', VECTOR],
    ['[null]', VECTOR],
    ['["1"]', VECTOR],
  ])('refuses %s as %o, naming the place and not the value', async (text, type) => {
    const failure = await failureOf(() => decode(text, type));
    expect(failure).toMatchObject({ code: 'INPUT_VALUE', where: at });
    expect(failure.message).toContain('expected');
  });

  it('says which element', async () => {
    const failure = await failureOf(() =>
      decode('[1,"x"]', { type: 'array', elementType: 'double', containsNull: true }),
    );
    expect(failure.detail).toBe('element 1: expected DOUBLE, got a string');
  });
});

describe('parsing', () => {
  it('equals JSON.parse, but for numbers that a double may not hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        expect(toDoubles(parseJsonExact(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    '',
    '{',
    '{"a"}',
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '.5',
    '+1',
    'nul',
    '"\\x"',
    '"a',
    '[1] 2',
    '{a:1}',
    '"\u0001"',
  ])('refuses %j as JSON.parse does', async (text) => {
    for (const parse of [parseJson, parseJsonExact]) {
      expect((await failureOf(() => parse(text))).code).toBe('INPUT_FORMAT');
    }
  });

  it('ends at a depth, and keeps __proto__ a key like any other', async () => {
    expect((await failureOf(() => parseJsonExact('['.repeat(100_000)))).code).toBe('INPUT_FORMAT');
    expect(Object.keys(parseJsonExact('{"__proto__":1}') as object)).toEqual(['__proto__']);
  });
});

describe('doubles and strings', () => {
  it('survive text and back', () => {
    const encodeDouble = createJsonEncoder('double');
    const encodeString = createJsonEncoder('string');
    const character = fc
      .oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.double(), fc.string({ unit: character }), (x, text) => {
        expect(decode(encodeDouble(x), 'double')).toBe(x);
        expect(decode(encodeString(text), 'string')).toBe(text);
      }),
    );
  });
});

function toDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(toDoubles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDoubles(item)]));
}
