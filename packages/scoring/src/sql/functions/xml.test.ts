import { describe, expect, it } from 'vitest';
import { answerOf, nameOf } from '../../testing/run-expression.ts';

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
