import { describe, expect, it } from 'vitest';
import { parseSchemaDdl } from './schema-ddl.ts';
import { formatSchemaJson, parseSchemaJson } from './schema-json.ts';
import { describeType } from './types.ts';
import { Decimal } from './values.ts';
import { arrayVariant, decimalVariant, objectVariant, scalarVariant, VARIANT_NULL, variantToJson } from './variant.ts';

describe('variantToJson', () => {
  // Real Spark 4.3: to_json(CAST(... AS VARIANT)).
  it.each([
    [VARIANT_NULL, 'null'],
    [scalarVariant('boolean', true), 'true'],
    [scalarVariant('long', 9223372036854775807n), '9223372036854775807'],
    [scalarVariant('double', 1e5), '100000.0'],
    [scalarVariant('double', Number.NaN), '"NaN"'],
    [scalarVariant('double', Number.NEGATIVE_INFINITY), '"-Infinity"'],
    [scalarVariant('float', 1e10), '1.0E10'],
    [scalarVariant('string', 'x\u0001y é / 😀 "\\u00ab'), '"x\\u0001y é / 😀 \\"\\\\u00ab"'],
    [scalarVariant('binary', new Uint8Array([255])), '"/w=="'],
    [scalarVariant('date', 18262), '"2020-01-01"'],
    [scalarVariant('timestamp', 1_577_872_800_123_000n), '"2020-01-01 10:00:00.123+00:00"'],
    [scalarVariant('timestamp_ntz', 1_577_872_800_123_000n), '"2020-01-01 10:00:00.123"'],
    [decimalVariant(new Decimal(150n, 2)), '1.5'],
    [decimalVariant(new Decimal(1000n, 1)), '100'],
    [decimalVariant(new Decimal(0n, 3)), '0'],
    [decimalVariant(new Decimal(-1n, 3)), '-0.001'],
  ])('%#: %s', (variant, json) => {
    expect(variantToJson(variant)).toBe(json);
    expect(String(arrayVariant([variant, VARIANT_NULL]))).toBe(`[${json},null]`);
  });

  it('shows timestamps in the zone it is given', () => {
    const midnight = scalarVariant('timestamp', 1_577_836_800_000_000n);
    expect(variantToJson(midnight, () => 9 * 3600)).toBe('"2020-01-01 09:00:00+09:00"');
    expect(variantToJson(midnight, () => -(3 * 3600 + 1800))).toBe('"2019-12-31 20:30:00-03:30"');
  });

  it('sorts fields by UTF-16 units', () => {
    const names = ['z', 'a', 'Z', 'é', '\uffff', '😀', ''];
    const object = objectVariant(names.map((name) => [name, VARIANT_NULL]));
    expect(String(object)).toBe('{"":null,"Z":null,"a":null,"z":null,"é":null,"😀":null,"\uffff":null}');
  });

  it('has no object with a name twice', () => {
    expect(
      objectVariant([
        ['a', VARIANT_NULL],
        ['a', VARIANT_NULL],
      ]),
    ).toBeUndefined();
  });
});

it('knows the precision that a decimal has without its zeros', () => {
  const types = [new Decimal(1000n, 1), new Decimal(1n, 3), new Decimal(0n, 1), new Decimal(-150n, 2)].map(
    (value) => decimalVariant(value).content,
  );
  expect(types.map((content) => content.kind === 'scalar' && content.type)).toEqual([
    'decimal(3,0)',
    'decimal(3,3)',
    'decimal(1,0)',
    'decimal(2,1)',
  ]);
});

it('is a type of schemas', () => {
  const schema = parseSchemaDdl('v VARIANT, a ARRAY<VARIANT>');
  expect(schema.fields.map(({ type }) => describeType(type))).toEqual(['VARIANT', 'ARRAY<VARIANT>']);
  expect(parseSchemaJson(formatSchemaJson(schema))).toEqual(schema);
});
