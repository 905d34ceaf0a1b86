import { describe, expect, it } from 'vitest';
import { createField, describeType, structType } from '../../core/types.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { sqlTransformer } from './sql-transformer.ts';

const input = structType([createField('j', 'string')]);
const decode = (expression: string, savedBy = '4.3.0') =>
  decodeStage(sqlTransformer, { params: { statement: `SELECT ${expression} FROM __THIS__` }, savedBy });

async function evaluate(expression: string, json: string | null): Promise<string> {
  return String(scoreRows(await decode(expression), input, [[json]])[0]?.[0]);
}

// All names and values are those of Spark 4.3.0; conformance/sql holds many more.
describe('VARIANT in SQL', () => {
  it.each([
    ['[1.0, 100.00, -0.0, 1e5, -0, 9223372036854775808]', '[1,100,0,100000.0,0,9223372036854775808]'],
    ['123456789012345678901234567890123456789012', '1.2345678901234568E41'],
    ['{"z":1,"a":2,"Z":3}', '{"Z":3,"a":2,"z":1}'],
    ['1 2', '1'],
    ['{"a":1}x', '{"a":1}'],
    ['true,', 'true'],
    [null, 'null'],
  ])('parse_json of %s', async (json, shown) => {
    expect(await evaluate('parse_json(j)', json)).toBe(shown);
  });

  it.each(['', '1x', '01', 'tru', '[1,]', "{'a':1}", 'NaN', '"\\ud800"', '{"a":1,"a":2}'])(
    'parse_json refuses %s',
    async (json) => {
      await expect(evaluate('parse_json(j)', json)).rejects.toThrow('MALFORMED_RECORD_IN_PARSING');
      expect(await evaluate('try_parse_json(j)', json)).toBe('null');
    },
  );

  it.each([
    ["variant_get(parse_json(j), '$.a[1]', 'int')", '2'],
    ["variant_get(parse_json(j), '$[\"b\"].c', 'date')", '18262'],
    ["variant_get(parse_json(j), '$.x', 'int')", 'null'],
    ["try_variant_get(parse_json(j), '$.b', 'int')", 'null'],
    ['parse_json(j):a[0]::string', '1'],
    ['schema_of_variant(parse_json(j))', 'OBJECT<a: ARRAY<DECIMAL(21,1)>, b: OBJECT<c: STRING>>'],
    ["variant_insert(parse_json(j), '$.a[0]', 'z'):a", '["z",1,2.5]'],
    ["variant_set(parse_json(j), '$.a[4].k', true):a", '[1,2.5,null,null,{"k":true}]'],
    ["variant_set(parse_json(j), '$.x', 1, false):x", 'null'],
    ["variant_delete(parse_json(j), '$.a[0]', '$.b', NULL, '$.a.q')", '{"a":[2.5]}'],
    ["variant_array_append(parse_json(j), '$.a', array(1, NULL)):a", '[1,2.5,[1,null]]'],
    ["try_variant_array_append(parse_json(j), '$', 1)", 'null'],
    ['variant_strip_nulls(parse_json(\'{"a":null,"d":[null,{"e":null}]}\'))', '{"d":[{}]}'],
    ["to_variant_object(named_struct('b', 1, 'a', array(1.50)))", '{"a":[1.5],"b":1}'],
    ["is_variant_null(parse_json('null'))", 'true'],
    ['is_variant_null(CAST(NULL AS VARIANT))', 'false'],
    ["from_json('{\"v\":null}', 'v VARIANT').v", 'null'],
  ])('%s', async (expression, shown) => {
    expect(await evaluate(expression, '{"a":[1,2.5],"b":{"c":"2020-01-01"}}')).toBe(shown);
  });

  it.each([
    ["variant_get(parse_json(j), '$', 'int')", 'INVALID_VARIANT_CAST'],
    ["variant_get(parse_json(j), 'a')", 'INVALID_VARIANT_GET_PATH'],
    ["variant_insert(parse_json(j), '$.a', 1)", 'VARIANT_DUPLICATE_KEY'],
    ["variant_set(parse_json(j), '$.a.b', 1)", 'VARIANT_PATH_TYPE_MISMATCH'],
    ["variant_delete(parse_json(j), '$')", 'INVALID_VARIANT_PATH'],
  ])('%s fails the row', async (expression, condition) => {
    await expect(evaluate(expression, '{"a":[]}')).rejects.toThrow(condition);
  });

  it.each([
    'hash(parse_json(j))',
    'parse_json(j) = parse_json(j)',
    'parse_json(1)',
    'CAST(map(1, 2) AS VARIANT)',
    'map(parse_json(j), 1)',
    'coalesce(parse_json(j), 2)',
    'j:a',
    "variant_get(parse_json(j), '$', 'map<int,int>')",
  ])('%s is refused', async (expression) => {
    await expect(evaluate(expression, null)).rejects.toThrow(/expected/);
  });

  it.each([
    ['parse_json(j):a.b', 'b', 'VARIANT'],
    ['parse_json(j):a::int', 'a', 'INT'],
    ["upper(parse_json(j):['a b'])", "upper(variant_get(parse_json(j), $['a b']) AS `a b`)", 'STRING'],
    ['parse_json(j):[0]', 'variant_get(parse_json(j), $[0])', 'VARIANT'],
    ["variant_set(parse_json(j), '$.a', 1)", 'variant_set(parse_json(j), $.a, 1, true)', 'VARIANT'],
    ["try_variant_get(parse_json(j), '$', 'a int')", 'try_variant_get(parse_json(j), $)', 'STRUCT<a: INT>'],
  ])('%s has the name and type', async (expression, name, type) => {
    const [field] = outputSchema(await decode(expression), input).fields;
    expect([field?.name, field && describeType(field.type)]).toEqual([name, type]);
  });

  it.each(['1::int', 'j:a', 'parse_json(j)'])('Spark 3.5 has no %s', async (expression) => {
    await expect(decode(expression, '3.5.0')).rejects.toThrow(/expected/);
  });
});
