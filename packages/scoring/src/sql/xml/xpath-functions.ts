/** The core functions of XPath 1.0, with the JDK's ways. */
import { textOfNode, type XmlNode, type XmlTree } from './tree.ts';
import { localName } from './xpath-axes.ts';
import { badXPath } from './xpath-syntax.ts';
import { isNodes, nodesOf, numberOf, parseNumber, textOf, truthOf, type XPathValue } from './xpath-values.ts';

export interface XPathContext {
  readonly tree: XmlTree;
  readonly node: XmlNode;
  readonly position: number;
  readonly size: number;
  /** The node at which the innermost path began. */
  readonly current: XmlNode;
}

type XPathFunction = (args: readonly XPathValue[], context: XPathContext) => XPathValue;
type Argument = XPathValue;

const ofText =
  (f: (text: string) => XPathValue): XPathFunction =>
  ([arg], { tree, node }) =>
    f(textOf(arg ?? [node], tree));
const ofNumber =
  (f: (x: number) => number): XPathFunction =>
  ([arg], { tree }) =>
    f(numberOf(arg as Argument, tree));
const ofTexts =
  (f: (a: string, b: string, c: string) => XPathValue): XPathFunction =>
  (args, { tree }) => {
    const [a = '', b = '', c = ''] = args.map((arg) => textOf(arg, tree));
    return f(a, b, c);
  };
const ofNode =
  (f: (node: XmlNode) => string): XPathFunction =>
  ([arg], { node }) => {
    const [first] = arg === undefined ? [node] : nodesOf(arg);
    return first === undefined ? '' : f(first);
  };

export const XPATH_FUNCTIONS: Readonly<Record<string, XPathFunction>> = {
  last: (_, { size }) => size,
  position: (_, { position }) => position,
  current: (_, { current }) => [current],
  count: ([nodes]) => nodesOf(nodes as Argument).length,
  id: ([arg], { tree }) => findIds(arg as Argument, tree),
  'local-name': ofNode(localName),
  'namespace-uri': ofNode(() => ''),
  name: ofNode(({ name }) => name),
  boolean: ([arg]) => truthOf(arg as Argument),
  not: ([arg]) => !truthOf(arg as Argument),
  true: () => true,
  false: () => false,
  number: ([arg], { tree, node }) => numberOf(arg ?? [node], tree),
  floor: ofNumber(Math.floor),
  ceiling: ofNumber(Math.ceil),
  round: ofNumber((x) => (x >= -0.5 && x < 0 ? -0 : x === 0 ? x : Math.floor(x + 0.5))),
  sum: ([arg], { tree }) =>
    nodesOf(arg as Argument).reduce((total, node) => total + parseNumber(textOfNode(tree, node)), 0),
  string: ofText((text) => text),
  'starts-with': ofTexts((text, start) => text.startsWith(start)),
  contains: ofTexts((text, part) => text.includes(part)),
  'substring-before': ofTexts((text, part) => text.slice(0, Math.max(text.indexOf(part), 0))),
  'substring-after': ofTexts((text, part) => (text.includes(part) ? text.slice(text.indexOf(part) + part.length) : '')),
  'normalize-space': ofText((text) =>
    text
      .split(/[ \t\r\n]+/)
      .filter((word) => word !== '')
      .join(' '),
  ),
  translate: ofTexts(translate),
  concat: (args, { tree }) => args.map((arg) => textOf(arg, tree)).join(''),
  substring: (args, { tree }) => substring(args, tree),
  'string-length': ofText((text) => text.length),
  // The parser knows no namespaces, and so no xml:lang.
  lang: () => false,
};

function findIds(arg: Argument, tree: XmlTree): readonly XmlNode[] {
  const texts = isNodes(arg) ? arg.map((node) => textOfNode(tree, node)) : [textOf(arg, tree)];
  const found = texts.flatMap((text) => text.split(/[ \t\n\r\f]+/)).map((id) => tree.ids.get(id));
  const nodes = [...new Set(found.filter((node) => node !== undefined))];
  return nodes.sort((a, b) => a.order - b.order);
}

function translate(text: string, from: string, to: string): string {
  const places = new Map<string, string>();
  for (let i = from.length - 1; i >= 0; i--) places.set(from[i] as string, to[i] ?? '');
  let result = '';
  for (let i = 0; i < text.length; i++) result += places.get(text[i] as string) ?? text[i];
  return result;
}

/** Java's `Math.round`, then its cast to an int. */
function roundWhole(x: number): number {
  return Number.isNaN(x) ? 0 : Math.min(Math.max(Math.floor(x + 0.5), -(2 ** 63)), 2 ** 63);
}

function asInt(x: number): number {
  return Math.min(Math.max(Math.trunc(x), -(2 ** 31)), 2 ** 31 - 1);
}

/** A start that is no number counts from far before the text. Mirrors `FuncSubstring`. */
function substring(args: readonly XPathValue[], tree: XmlTree): string {
  const text = textOf(args[0] as Argument, tree);
  const given = numberOf(args[1] as Argument, tree);
  if (text === '') return '';
  const start = Number.isNaN(given) ? -1_000_000 : roundWhole(given);
  const from = Math.min(start > 0 ? asInt(start) - 1 : 0, text.length);
  if (args[2] === undefined) return text.slice(from);
  const last = (asInt(roundWhole(numberOf(args[2], tree)) + start) - 1) | 0;
  const to = Math.min(Math.max(last, 0), text.length);
  if (from > to) throw badXPath('an end of a substring that is not before its start');
  return text.slice(from, to);
}
