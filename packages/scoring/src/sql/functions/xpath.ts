/** `xpath` and its kin: XPath 1.0 over a text of XML. Mirrors `UDFXPathUtil`. */
import { arrayType, type DataType } from '../../core/types.ts';
import { canonicalLong, type Value } from '../../core/values.ts';
import { castNode } from '../cast.ts';
import { badTypes, failRow } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { shownName } from '../later-names.ts';
import { apply, constantOf, listSql, type Node } from '../node.ts';
import { typeName } from '../type-name.ts';
import { readXml } from '../xml/reader.ts';
import { type XmlTree, XmlWorkExceeded } from '../xml/tree.ts';
import { evaluateXPath } from '../xml/xpath.ts';
import { parseXPath } from '../xml/xpath-parser.ts';
import { XPathFailure } from '../xml/xpath-syntax.ts';
import { nodesOf, numberOf, textOf, truthOf, type XPathValue } from '../xml/xpath-values.ts';

const FAILURE = 'java.lang.RuntimeException';

/** Java's cast of a double: NaN is 0, what is too great is the greatest. */
function toWhole(x: number, bits: 32 | 64): bigint {
  const limit = 1n << BigInt(bits - 1);
  if (Number.isNaN(x)) return 0n;
  if (x >= Number(limit)) return limit - 1n;
  return x <= -Number(limit) ? -limit : BigInt(Math.trunc(x));
}

const RESULTS: readonly (readonly [names: string, type: DataType, of: (value: XPathValue, tree: XmlTree) => Value])[] =
  [
    // The value of an element is null: only attributes, texts, comments and instructions have one.
    ['xpath', arrayType('string'), (value) => nodesOf(value).map((node) => (isValued(node.kind) ? node.value : null))],
    ['xpath_boolean', 'boolean', truthOf],
    ['xpath_double', 'double', numberOf],
    ['xpath_number', 'double', numberOf],
    ['xpath_float', 'float', (value, tree) => Math.fround(numberOf(value, tree))],
    ['xpath_int', 'integer', (value, tree) => Number(toWhole(numberOf(value, tree), 32))],
    ['xpath_long', 'long', (value, tree) => canonicalLong(toWhole(numberOf(value, tree), 64))],
    ['xpath_short', 'short', (value, tree) => Number(BigInt.asIntN(16, toWhole(numberOf(value, tree), 32)))],
    ['xpath_string', 'string', textOf],
  ];

function isValued(kind: string): boolean {
  return kind !== 'element' && kind !== 'root';
}

function extract(call: Call, type: DataType, of: (value: XPathValue, tree: XmlTree) => Value): Node {
  expectCount(call, 2);
  for (const { type: given } of call.args)
    if (given !== 'string' && given !== 'void')
      throw badTypes(`STRING as an argument of ${call.name}`, typeName(given));
  const args = call.args.map((arg) => castNode(arg, 'string', call.dialect));
  const [xml, path] = args as [Node, Node];
  if (!path.foldable)
    throw badTypes(`a constant path of ${call.name}`, 'another', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
  const make = () => {
    const written = constantOf(path) as string | null;
    const run = written === null || written === '' ? () => null : runnerOf(written, of);
    return (text: string) => (text === '' ? null : run(text));
  };
  return apply({ type, sql: `${shownName(call.name, call.dialect.version)}(${listSql(args)})`, args: [xml], make });
}

/** A path that is none fails the rows, not the statement. */
function runnerOf(written: string, of: (value: XPathValue, tree: XmlTree) => Value): (text: string) => Value {
  const path = attempt(() => parseXPath(written));
  return (text) => {
    if (path instanceof XPathFailure) throw failRow(FAILURE, `${path.message} in the XPath, got others`);
    const tree = readXml(text);
    if (tree === undefined) throw failRow(FAILURE, 'expected well-formed XML, got others');
    const result = attempt(() => of(evaluateXPath(path, tree), tree));
    if (result instanceof XPathFailure) throw failRow(FAILURE, `${result.message} of the XPath, got others`);
    return result;
  };
}

function attempt<T>(run: () => T): T | XPathFailure {
  try {
    return run();
  } catch (error) {
    if (error instanceof XmlWorkExceeded) return new XPathFailure(error.message);
    if (error instanceof XPathFailure) return error;
    throw error;
  }
}

export const XPATHS: readonly SqlFunction[] = RESULTS.map(([name, type, of]) =>
  special(name, (call) => extract(call, type, of)),
);
