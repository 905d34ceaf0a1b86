import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';

const { answerOf, nameOf } = expressionRunner(sqlTransformer);

// Values of Spark 4.3.0.
describe('to_xml', () => {
  it.each([
    ["to_xml(named_struct('a', 1, 'b', NULL))", '<ROW>\n    <a>1</a>\n</ROW>'],
    ["to_xml(named_struct('a', NULL))", '<ROW/>'],
    ["to_xml(named_struct('b', 1, '_a', 2))", '<ROW a="2">\n    <b>1</b>\n</ROW>'],
    ["to_xml(named_struct('b', 1, '_VALUE', 'v', 'c', 2))", '<ROW>\n    <b>1</b>v\n    <c>2</c>\n</ROW>'],
    [
      "to_xml(named_struct('a', array(array(1, 2))))",
      '<ROW>\n    <a>\n        <item>1</item>\n        <item>2</item>\n    </a>\n</ROW>',
    ],
    ["to_xml(named_struct('b', map('_k', 1, 'l', 2)))", '<ROW>\n    <b k="1">\n        <l>2</l>\n    </b>\n</ROW>'],
    ["to_xml(named_struct('_a', 1, 'b', '<&>\"'), map('indent', ''))", '<ROW a="1"><b>&lt;&amp;&gt;"</b></ROW>\n'],
    ["to_xml(named_struct('a', array(1, NULL)), map('nullValue', 'N'))", '<ROW>\n    <a>1</a>\n    <a>N</a>\n</ROW>'],
    ["to_xml(named_struct('_a', DATE'2024-01-01', '_b', 1.5))", '<ROW a="19723" b="1.5"/>'],
    [
      "to_xml(named_struct('a', X'00FF10', 'b', 0.00000001BD))",
      '<ROW>\n    <a>[00 FF 10]</a>\n    <b>1E-8</b>\n</ROW>',
    ],
    ["to_xml(named_struct('a', ''), map('rowTag', 'row'))", '<row>\n    <a></a>\n</row>'],
    [
      "to_xml(named_struct('a', DATE'2024-01-02'), map('dateFormat', 'dd/MM/yyyy'))",
      '<ROW>\n    <a>02/01/2024</a>\n</ROW>',
    ],
    ['to_xml(NULL)', null],
  ])('%s', async (expression, text) => {
    expect(await answerOf(expression)).toBe(text);
  });

  it.each([
    ["to_xml(named_struct('a b', 1))", 'XMLStreamException'],
    ["to_xml(named_struct('a', char(1)))", 'WstxIOException'],
    ["to_xml(named_struct('a', INTERVAL 1 DAY))", 'SparkIllegalArgumentException'],
    ["to_xml(named_struct('a', 1), map('attributePrefix', ''))", 'IllegalArgumentException'],
    ["to_xml(map('a', 1))", 'STRUCT'],
    ["to_xml(named_struct('a', 1), map('locale', 'de'))", 'locale'],
  ])('%s fails', async (expression, reason) => {
    await expect(answerOf(expression)).rejects.toThrow(reason);
  });

  it('leaves its options out of the name', async () => {
    expect(await nameOf("to_xml(named_struct('a', 1), map('indent', ''))")).toBe('to_xml(named_struct(a, 1))');
  });
});

describe('from_xml', () => {
  const none = { a: null, b: null };
  it.each<[string, string, unknown]>([
    ['<p><a>1</a><b>0.8</b></p>', 'a INT, b DOUBLE', { a: 1, b: 0.8 }],
    ['<p><a>1</a><b>0.8</b>', 'a INT, b DOUBLE', none],
    ['<p><a>x</a><b>2</b></p>', 'a INT, b INT', none],
    ['<p><b>2</b><a>x</a></p>', 'a INT, b INT', { a: null, b: 2 }],
    ['<p><b>1</b><a><c/></a></p>', 'a INT, b INT', { a: null, b: 1 }],
    ['<p a="1">txt<b>2</b></p><q>', '_a INT, b INT, _VALUE STRING', { _a: 1, b: 2, _VALUE: 'txt' }],
    ['<p><a>1</a><a> 2 </a><a/></p>', 'a ARRAY<INT>', { a: [1, 2, null] }],
    ['<p><a k="1">5<b z="2">6</b>7<c/></a></p>', 'a STRING', { a: '5<b z="2">6</b>7<c></c>' }],
    ['<p><a x="1">5</a></p>', 'a STRUCT<_x: INT, _VALUE: INT>', { a: { _x: 1, _VALUE: 5 } }],
    [
      '<p><a q="7"><c>1</c>t</a></p>',
      'a MAP<STRING,STRING>',
      {
        a: new Map([
          ['_q', '7'],
          ['c', '1'],
          ['_VALUE', 't'],
        ]),
      },
    ],
    ['<p><a>1,234.5</a><b>5x</b></p>', 'a DOUBLE, b DOUBLE', { a: 1234.5, b: 5 }],
    ['<p><a>-2147483648</a></p>', 'a INT', { a: null }],
    ['<p><a>-128</a><b>+5</b></p>', 'a TINYINT, b SMALLINT', { a: -128, b: 5 }],
    ['<p><a>x</a></p>', 'a INT, _corrupt_record STRING', { a: null, _corrupt_record: '<p><a>x</a></p>' }],
    ['<p><a>1</a><b>2</b></p>', 'xs_any STRING, a INT', { xs_any: '2', a: 1 }],
    ['<!DOCTYPE p [<!ENTITY e "1">]><p><a>&e;</a></p>', 'a INT', { a: null }],
    ['', 'a INT', { a: null }],
  ])('%s as %s', async (text, schema, value) => {
    expect(await answerOf(`from_xml('${text}', '${schema}')`)).toEqual(value);
  });

  it.each([
    ["from_xml('<p><a>x</a></p>', 'a INT', map('mode', 'FAILFAST'))", 'MALFORMED_RECORD_IN_PARSING'],
    ["from_xml('<p/>', 'a INT', map('mode', 'DROPMALFORMED'))", 'PARSE_MODE_UNSUPPORTED'],
    ["from_xml('<p/>', 'INT')", 'STRUCT'],
    ['from_xml(1, "a INT")', 'STRING'],
  ])('%s fails', async (expression, reason) => {
    await expect(answerOf(expression)).rejects.toThrow(reason);
  });
});
