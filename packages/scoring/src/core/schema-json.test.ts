import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScoringError } from './errors.ts';
import { parseSchema } from './schema.ts';
import { formatSchemaJson, parseSchemaJson } from './schema-json.ts';
import { isVector, VECTOR } from './types.ts';

const truth: { ddl: [string, string | null][]; json: string[] } = JSON.parse(
  readFileSync(new URL('./testdata/schemas.json', import.meta.url), 'utf8'),
);

const field = (type: unknown, rest = {}) => JSON.stringify({ type: 'struct', fields: [{ name: 'x', type, ...rest }] });

const REFUSED = expect.objectContaining({ name: 'ScoringError', code: 'INPUT_SCHEMA' });

describe('parseSchemaJson and formatSchemaJson', () => {
  it.each(truth.json)('give back what Spark wrote (%#)', (text) => {
    expect(formatSchemaJson(parseSchemaJson(text))).toBe(text);
  });

  it('read the types, flags and metadata', () => {
    const [features, matrix, nested] = truth.json.map((text) => parseSchemaJson(text).fields);
    expect(features?.[3]?.type).toEqual(VECTOR);
    expect(features?.[2]?.metadata).toEqual({ ml_attr: { vals: ['a', 'b'], type: 'nominal', name: 'index' } });
    expect(matrix?.[0]).toMatchObject({ nullable: false, type: { class: 'org.apache.spark.ml.linalg.MatrixUDT' } });
    expect(nested?.map((column) => column.nullable)).toEqual([false, false, false, true, true]);
    expect(nested?.[1]?.type).toMatchObject({ valueType: 'decimal(2,1)', valueContainsNull: false });
  });

  it.each([
    ['char(3)', 'string'],
    ['varchar(20)', 'string'],
    ['null', 'void'],
    ['decimal', 'decimal(10,0)'],
    ['decimal( 38 , 38 )', 'decimal(38,38)'],
    ['timestamp_ltz', 'timestamp'],
  ])('read %j as %j', (name, type) => {
    expect(parseSchemaJson(field(name)).fields[0]?.type).toBe(type);
  });

  it('read a UDT of Python by its pyClass, and defaults as pyspark does', () => {
    const type = { type: 'udt', pyClass: 'm.Point', serializedClass: 'gA', sqlType: 'double' };
    const schema = parseSchemaJson(field(type));
    expect(schema.fields).toEqual([
      {
        name: 'x',
        nullable: true,
        metadata: {},
        type: { type: 'udt', class: 'm.Point', pyClass: 'm.Point', sqlType: 'double' },
      },
    ]);
    expect(parseSchemaJson(formatSchemaJson(schema))).toEqual(schema);
    expect(isVector(schema.fields[0]?.type ?? 'void')).toBe(false);
  });

  it.each([
    [field('interval'), 'column "x": expected a type that can be scored, got "interval"; have: string, boolean'],
    [field('interval day to second'), 'got "interval day to second"'],
    [field('int'), 'got "int"'],
    [field('constructor'), 'got "constructor"'],
    [field('decimal(39,1)'), 'got "decimal(39,1)"'],
    [field('decimal(5,-2)'), 'got "decimal(5,-2)"'],
    [field({ type: 'array', elementType: 'time(6)' }), 'column "x.element"'],
    [
      field({ type: 'map', keyType: 'string', valueType: { type: 'map' } }),
      'column "x.value.key": expected a type, got nothing',
    ],
    [field({ type: 'udt', sqlType: 'double' }), 'expected the class of a user-defined type, got nothing'],
    [
      field({ type: 'array', elementType: 'long', containsNull: 1 }),
      'containsNull to be true or false, got a JSON number',
    ],
    [field('long', { nullable: 'yes' }), 'nullable to be true or false, got "yes"'],
    [field('long', { metadata: [] }), 'expected metadata, got an array'],
    [field(null), 'expected a type, got null'],
    ['{"type":"struct","fields":[{"type":"long"}]}', 'expected a name of the field at index 0, got nothing'],
    ['{"type":"struct","fields":[7]}', 'expected a field at index 0, got a JSON number'],
    ['{"type":"struct"}', 'expected the fields of a struct, got nothing'],
    ['{"type":"array","elementType":"long"}', 'expected the JSON of a struct type'],
    ['"long"', 'expected the JSON of a struct type'],
    ['{"type":"struct"', 'got text that is not JSON'],
    ['', 'got text that is not JSON'],
  ])('refuse %s', (text, message) => {
    expect(() => parseSchemaJson(text)).toThrow(REFUSED);
    expect(() => parseSchemaJson(text)).toThrow(message);
  });

  it('refuse a name twice, not one that differs in case', () => {
    const two = (a: string, b: string) =>
      JSON.stringify({ type: 'struct', fields: [a, b].map((name) => ({ name, type: 'long' })) });
    expect(() => parseSchemaJson(two('a', 'a'))).toThrow('column "a": expected each name once');
    expect(parseSchemaJson(two('a', 'A')).fields.length).toBe(2);
  });

  it.each([
    `${'{"type":"array","elementType":'.repeat(100_000)}"long"${'}'.repeat(100_000)}`,
    `{"type":"struct","fields":[{"name":"x","type":"long","metadata":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}]}`,
    ' '.repeat(64 * 2 ** 20 + 1),
  ])('refuse what is too deep or too long (%#)', (text) => {
    expect(() => parseSchemaJson(text)).toThrow(REFUSED);
  });

  it('give a schema or a ScoringError for mutated texts', () => {
    let state = 7;
    const random = (bound: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
    const words = ['"', '{', ']', 'null', '1', '"struct"', '"type"', '"__proto__"', ',', ':', ''];
    for (let i = 0; i < 2000; i++) {
      let text = truth.json[i % truth.json.length] as string;
      for (let k = 0; k <= random(3); k++) {
        const at = random(text.length);
        text = text.slice(0, at) + words[random(words.length)] + text.slice(at + random(8));
      }
      try {
        parseSchemaJson(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
      }
    }
  });
});

describe('parseSchema', () => {
  it('reads JSON after blanks, else DDL', () => {
    expect(parseSchema(`\n ${field('long')}`)).toEqual(parseSchema('x BIGINT'));
  });
});
