import type { ScoringError } from '@tinderbox/scoring';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type Given, type GivenEntry, misplaced } from './kind.ts';

/** Those that aliases repeat counted each time. */
const MOST_VALUES = 20_000;
const MOST_DEPTH = 16;

/** A document of YAML 1.2 as values with their places, which `path` begins. Throws INPUT_FORMAT. */
export function parseYamlValues(text: string, path: string): Given {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const placeOf = (node: unknown) => (isNode(node) && node.range ? place(node.range[0]) : undefined);
  requireShallow(text, path);
  // Keys that stand twice are looked for where keys are read, in linear time.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const [problem] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (problem !== undefined) throw misplaced(place(problem.pos[0]), describeProblem(problem.code));
  return readNode(document.contents, `${path}:1:1`, { placeOf, anchors: new Map(), seen: { values: 0 } });
}

/** The parser goes as deep as the text says, past the end of the stack, and is slow with what is refused anyway. */
function requireShallow(text: string, path: string): void {
  let [offset, brackets, marks] = [0, 0, 0];
  const place = () => {
    const before = text.slice(0, offset).split('\n');
    return `${path}:${before.length}:${(before.at(-1) as string).length + 1}`;
  };
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets--;
    else if (brackets === 0 && /^[-?:]$/.test(token)) marks++;
    else if (token === '\n' || token === '\r\n') marks = 0;
    else if (token.startsWith('!')) throw misplaced(place(), 'expected values without a tag, got one');
    else if (token.startsWith('%')) throw misplaced(place(), 'expected no directive, got one');
    if (brackets > MOST_DEPTH || marks > MOST_DEPTH) throw tooDeep(place());
    if (!OF_THE_LEXER.test(token)) offset += token.length;
  }
}

/** Marks of documents and scalars, which are not in the text. */
const OF_THE_LEXER = /^[\x02\x18\x1f]$/;

function tooDeep(place: string): ScoringError {
  return misplaced(place, `expected values at most ${MOST_DEPTH} deep, got deeper ones`);
}

/** The parser's own texts may quote the file, and so secrets. */
const PROBLEMS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'expected spaces before a key, got a tab',
  BAD_INDENT: 'expected the indentation of what belongs together, or a closing bracket, got another',
  MISSING_CHAR: 'expected a closing quote or bracket, a comma or a colon, got none',
  BAD_DQ_ESCAPE: 'expected an escape of YAML after a backslash, got another (in single quotes a backslash is one)',
  BAD_SCALAR_START: 'expected quotes around a text that begins so, got none',
  BLOCK_AS_IMPLICIT_KEY: 'expected one key on a line, got several (a text with ": " needs quotes)',
  MULTILINE_IMPLICIT_KEY: 'expected a key and a colon on one line, got none',
  MULTIPLE_DOCS: 'expected one document, got another after ---',
};

function describeProblem(code: YAMLError['code']): string {
  return PROBLEMS[code] ?? `expected YAML, got what is none (${code.toLowerCase().replaceAll('_', ' ')})`;
}

interface Around {
  readonly placeOf: (node: unknown) => string | undefined;
  /** The latest of each name; what is repeated has no say. */
  readonly anchors: Map<string, unknown>;
  readonly seen: { values: number };
}

/** Values that an alias repeats stand where they were first. `at` is the place of what has none itself. */
function readNode(node: unknown, at: string, around: Around, depth = 0): Given {
  const place = around.placeOf(node) ?? at;
  if (++around.seen.values > MOST_VALUES) throw misplaced(place, `expected at most ${MOST_VALUES} values, got more`);
  if (depth > MOST_DEPTH) throw tooDeep(place);
  if (isNode(node) && 'anchor' in node && node.anchor !== undefined) around.anchors.set(node.anchor, node);
  if (isAlias(node)) {
    const target = around.anchors.get(node.source);
    if (target === undefined) throw misplaced(place, 'expected an alias of an anchor above, got another');
    return readNode(target, place, { ...around, anchors: new Map(around.anchors) }, depth + 1);
  }
  if (isSeq(node))
    return { place, value: { items: node.items.map((item) => readNode(item, place, around, depth + 1)) } };
  if (isMap(node))
    return { place, value: { entries: node.items.map((pair) => readPair(pair, place, { around, depth })) } };
  return { place, value: isScalar(node) ? readScalar(node.value) : null };
}

function readScalar(value: unknown): null | boolean | number | string {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? value : null;
}

function readPair(
  { key, value }: Pair,
  at: string,
  { around, depth }: { readonly around: Around; readonly depth: number },
): GivenEntry {
  const place = around.placeOf(key) ?? at;
  if (isScalar(key)) return { key: String(key.value), place, given: readNode(value, place, around, depth + 1) };
  throw misplaced(place, 'expected a name as key, got another value');
}
