import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';

const { answerOf } = expressionRunner(sqlTransformer, 'x,2');

// Answers of Spark 4.3.0, which are those of 3.5.9 but where said.
describe('CSV in SQL', () => {
  it.each([
    ["from_csv('1, 0.8', 'a INT, b DOUBLE')", { a: 1, b: 0.8 }],
    ["from_csv(s, 'a INT, b STRING')", { a: null, b: '2' }],
    ["to_csv(named_struct('a', ''))", '""'],
    ["to_csv(named_struct('a', CAST(NULL AS INT)))", null],
    ["to_csv(named_struct('a', CAST(NULL AS INT), 'b', CAST(NULL AS INT)))", ','],
    ["from_csv(s, 'a INT, b STRING, _corrupt_record STRING')", { a: null, b: '2', _corrupt_record: 'x,2' }],
    ["from_csv('127,128', 'a TINYINT, b TINYINT')", { a: 127, b: null }],
    ["from_csv('', 'a INT')", { a: null }],
    ["from_csv('02/01/2024', 'a DATE', map('dateFormat', 'dd/MM/yyyy'))", { a: 19724 }],
    ["to_csv(struct(1, 'x,y', CAST(NULL AS INT), array(1, NULL)))", '1,"x,y",,"[1,]"'],
    ["to_csv(struct(DATE'2024-02-29', TIMESTAMP'2024-02-29 13:14:15.123456'))", '2024-02-29,2024-02-29T13:14:15.123Z'],
    [
      "schema_of_csv('1,abc,2.5,true,2024-01-02,2024-1-2,99999999999,99999999999999999999,')",
      'STRUCT<_c0: INT, _c1: STRING, _c2: DOUBLE, _c3: BOOLEAN, _c4: DATE, _c5: TIMESTAMP, _c6: BIGINT, _c7: DECIMAL(20,0), _c8: STRING>',
    ],
  ])('%s is %j', async (expression, expected) => {
    expect(await answerOf(expression)).toEqual(expected);
  });

  it('fails a bad row where asked to', async () => {
    await expect(answerOf("from_csv(s, 'a INT, b INT', map('mode', 'FAILFAST'))")).rejects.toThrow(
      'MALFORMED_RECORD_IN_PARSING',
    );
  });

  it('does not write arrays as Spark 3 does', async () => {
    await expect(answerOf('to_csv(struct(array(1)))', '3.5.0')).rejects.toThrow('before Spark 4');
  });
});

describe('options and schemas of JSON in SQL', () => {
  it.each([
    [
      "from_json('/* x */{a:01, \"b\":NaN}', 'a INT, b DOUBLE', map('allowComments', 'true', 'allowUnquotedFieldNames', 'true', 'allowNumericLeadingZeros', 'true'))",
      { a: 1, b: Number.NaN },
    ],
    ['from_json(\'{"a":"x"}\', \'a INT, _corrupt_record STRING\')', { a: null, _corrupt_record: '{"a":"x"}' }],
    ['from_json(\'{"a":1,"a":2}\', \'a INT\')', { a: 2 }],
    ["from_json('null', 'a INT')", { a: null }],
    ["to_json(struct('é' AS a), map('writeNonAsciiCharacterAsCodePoint', 'true'))", '{"a":"\\u00E9"}'],
    ['schema_of_json(\'[{"a":1},{"b":"x"},null]\')', 'ARRAY<STRUCT<a: BIGINT, b: STRING>>'],
    [
      'schema_of_json(\'{"b":1,"a":[1,2.5,null],"c":{"x":"","y":true},"d":null,"e":[],"f":{},"g y":1}\')',
      'STRUCT<a: ARRAY<DOUBLE>, b: BIGINT, c: STRUCT<x: STRING, y: BOOLEAN>, d: STRING, e: ARRAY<STRING>, `g y`: BIGINT>',
    ],
    [`from_json('[{"a":1}]', 'a INT')`, { a: null }],
    [`from_json('[{"a":1}]', 'a INT, _corrupt_record STRING')`, { a: null, _corrupt_record: '[{"a":1}]' }],
    ["schema_of_json('1.5', map('prefersDecimal', 'true'))", 'DECIMAL(2,1)'],
    ["schema_of_json('12345678901234567890')", 'DECIMAL(20,0)'],
  ])('%s is %j', async (expression, expected) => {
    expect(await answerOf(expression)).toEqual(expected);
  });

  it('fails bad rows where asked to, and texts without a schema', async () => {
    await expect(answerOf("from_json(s, 'a INT', map('mode', 'FAILFAST'))")).rejects.toThrow(
      'MALFORMED_RECORD_IN_PARSING',
    );
    await expect(answerOf("schema_of_json('abc')")).rejects.toThrow('JsonParseException');
    await expect(answerOf("schema_of_json('[1')")).rejects.toThrow('JsonEOFException');
    const failing = `from_json('[{"a":1}]', 'a INT', map('mode', 'FAILFAST'))`;
    await expect(answerOf(failing)).rejects.toThrow('CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS');
  });
});
