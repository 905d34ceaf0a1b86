import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';
import { readXml } from './reader.ts';
import { evaluateXPath } from './xpath.ts';
import { parseXPath } from './xpath-parser.ts';
import { textOf } from './xpath-values.ts';

const { answerOf } = expressionRunner(sqlTransformer);

const LIST = '<a><b>1</b><b>2</b><b x="q">3</b></a>';
const PREFIXED = '<?k z?><p:a xmlns:p="u" p:x="1" x="5"><p:b>1</p:b><b>2<p:c/></b><c><p:b>3</p:b></c></p:a><!--e-->';
const ENTITIES =
  '<!DOCTYPE a [<!ENTITY e "h<b>i</b>j"><!ATTLIST b i ID #IMPLIED t NMTOKENS "  u  v ">]><a>x&e;y<b i="k">z</b></a>';

function textAt(xml: string, path: string): string | undefined {
  const tree = readXml(xml);
  return tree && textOf(evaluateXPath(parseXPath(path), tree), tree);
}

// Values of javax.xml.xpath of JDK 17, which Spark calls.
describe('XPath', () => {
  it.each([
    [LIST, 'a/b[3]/preceding-sibling::b[1]', '2'],
    [LIST, '(a/b[3]/preceding-sibling::b)[1]', '1'],
    [LIST, 'a/b[position() > 1][1]', '2'],
    [LIST, 'sum(a/b) div count(//b)', '2'],
    [LIST, 'a/b-1', ''],
    [LIST, '5-3', '2'],
    [LIST, '3 > 2 > 1', 'false'],
    [LIST, 'position()', '-1'],
    [LIST, '12345678901234567890', '12345678901234567000'],
    [LIST, '0.0000001', '0.0000001'],
    [LIST, 'round(-0.5)', '0'],
    [LIST, 'substring("12345", 1.5, 2.6)', '234'],
    [LIST, 'substring("12345", 0 div 0)', '12345'],
    [LIST, '//b = 2', 'true'],
    [LIST, '//b != 2', 'true'],
    [ENTITIES, 'a', 'xhijyz'],
    [ENTITIES, 'id("k")/@t', 'u v'],
    [PREFIXED, 'a/b', '1'],
    [PREFIXED, '//b', '2'],
    [PREFIXED, 'count(//b[1])', '2'],
    [PREFIXED, '//p:b', ''],
    [PREFIXED, 'count(a/namespace::*)', '2'],
    [PREFIXED, 'name(a/@*[1])', 'p:x'],
    [PREFIXED, 'count(/comment()/preceding::node())', '0'],
    ['<a b="1&#10;2\n3"/>', 'a/@b', '1\n2 3'],
    ['<a>p<![CDATA[<x>]]>y</a>', 'a/text()', 'p<x>y'],
  ])('%s %s', (xml, path, text) => {
    expect(textAt(xml, path)).toBe(text);
  });

  it.each(['', 'a/', '//', '.[1]', '- - 1', '1e3', '5.5-3', 'foo()', 'count()', 'a b', '*:a', 'foo::a', '"a'])(
    '%j is none',
    (path) => {
      expect(() => parseXPath(path)).toThrow('expected');
    },
  );

  it.each([
    ['deep', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, '//*[. = //*]'],
    ['wide', `<a>${'<b/>'.repeat(50_000)}</a>`, '//b[preceding::b][following::b]'],
    ['made of many texts', `<a>${'x'.repeat(1_000_000)}</a>`, `concat(${Array(1000).fill('/').join(',')})`],
  ])('a document that is %s costs bounded work', { timeout: 30_000 }, (_, xml, path) => {
    expect(() => textAt(xml, path)).toThrow('expected at most');
  });

  it.each([`${'('.repeat(5000)}1${')'.repeat(5000)}`, Array(5000).fill('1').join('+')])('a path has an end', (path) => {
    expect(() => parseXPath(path)).toThrow('at most');
  });
});

describe('readXml', () => {
  it.each([
    ...[
      '<a>',
      '<a></b>',
      '<a/><b/>',
      'x<a/>',
      '<a x="1" x="2"/>',
      '<a x="<"/>',
      '<a>&no;</a>',
      '<a>]]></a>',
      '<a><!-- -- --></a>',
    ],
    ...['<?xml version="2.0"?><a/>', ' <?xml version="1.0"?><a/>', '<a>\u0001</a>', '<1a/>', '<a>&#0;</a>', ''],
    ...['<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>', '<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>'],
    ...['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', '<a/><!DOCTYPE a>', '<!DOCTYPE a [<!ENTITY e "50%">]><a/>'],
  ])('%j is malformed', (xml) => {
    expect(readXml(xml)).toBeUndefined();
  });

  it('does not read entities outside the document', () => {
    expect(textAt('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>x&e;y</a>', 'a')).toBe('xy');
  });

  it('bounds what entities grow to', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    expect(readXml(`<!DOCTYPE a [<!ENTITY e0 "0123456789">${levels}]><a>&e12;</a>`)).toBeUndefined();
  });
});

describe('xpath and its kin in SQL', () => {
  it.each([
    [`xpath('${LIST}', 'a/b')`, [null, null, null]],
    [`xpath('${LIST}', '//b/text() | //@*')`, ['1', '2', 'q', '3']],
    [`xpath_boolean('<a>0</a>', 'a')`, true],
    [`xpath_double('<a>1</a>', '-0')`, -0],
    [`xpath_int('<a>x</a>', 'a')`, 0],
    [`xpath_long('<a>9999999999999999999</a>', 'a')`, 9223372036854775807n],
    [`xpath_short('<a>70000</a>', 'a')`, 4464],
    [`xpath_float('<a>0.1</a>', 'a')`, Math.fround(0.1)],
    [`xpath_string('', 'a')`, null],
    [`xpath_string('<a/>', '')`, null],
    [`xpath_string('<a/>', NULL)`, null],
  ])('%s', async (expression, value) => {
    expect(await answerOf(expression)).toEqual(value);
  });

  it.each([`xpath('${LIST}', 'sum(a/b)')`, `xpath('<a>', 'a')`, `xpath_string('<a/>', '$x')`])(
    '%s fails',
    async (expression) => {
      await expect(answerOf(expression)).rejects.toThrow('java.lang.RuntimeException');
    },
  );
});
