import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';
import { badStatement } from './dialect.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'mark' | 'end';
  /** Text without its quotes, marks and words as written. */
  readonly value: string;
  /** Where the token begins, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYFD])?/iy;
/** Before Spark 3.1 no number ends in F. */
const OLD_NUMBER = /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYD])?/iy;
const WORD = /[\p{L}\p{N}_]+/uy;
const MARK = /<=>|->|=>|<=|>=|<>|!=|==|\|\||::|>>>|<<|>>|[-+*/%&|^~<>=(),.;:[\]!?{}]/y;
const MOST_CHARACTERS = 1_000_000;

/** What depends on the version: whether two quotes in a text are one (Spark 4), and whether a number may end in F (3.1). */
export interface Spelling {
  readonly doubled: boolean;
  readonly floats: boolean;
}

export function spellingOf(version: SparkVersion): Spelling {
  return { doubled: isAtLeast(version, 4, 0), floats: isAtLeast(version, 3, 1) };
}

/** The tokens of a statement, the last of kind `end`. */
export function tokenize(statement: string, spelling: Spelling): readonly Token[] {
  if (statement.length > MOST_CHARACTERS) {
    throw badStatement(`at most ${MOST_CHARACTERS} characters`, `${statement.length}`);
  }
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    at += match(SPACE, statement, at).length;
    if (at >= statement.length) return [...tokens, { kind: 'end', value: '', start: at, end: at }];
    const token = readToken(statement, at, spelling);
    tokens.push(token);
    at = token.end;
  }
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function readToken(text: string, at: number, { doubled, floats }: Spelling): Token {
  const first = text[at] as string;
  if (first === "'" || first === '"') return readText(text, at, { raw: false, doubled });
  if (/[rR]/.test(first) && /['"]/.test(text[at + 1] ?? ''))
    return readText(text, at + 1, { raw: true, doubled: false });
  if (first === '`') return readQuoted(text, at);
  const number = match(floats ? NUMBER : OLD_NUMBER, text, at);
  const word = match(WORD, text, at);
  if (number.length > 0 && number.length >= word.length) return token('number', number, at);
  if (word !== '') return token('word', word, at);
  const mark = match(MARK, text, at);
  if (mark !== '') return token('mark', mark, at);
  throw badStatement('SQL', `an unknown character at position ${at + 1}`);
}

function token(kind: Token['kind'], value: string, start: number): Token {
  return { kind, value, start, end: start + value.length };
}

function readQuoted(text: string, start: number): Token {
  const body = match(/`(?:[^`]|``)*`/y, text, start);
  if (body === '') throw badStatement('a closing backquote', `none for that at position ${start + 1}`);
  return { kind: 'quoted', value: body.slice(1, -1).replaceAll('``', '`'), start, end: start + body.length };
}

const TEXTS = { "'": /'(?:[^'\\]|\\[\s\S])*'/y, '"': /"(?:[^"\\]|\\[\s\S])*"/y };
const DOUBLED_TEXTS = { "'": /'(?:[^'\\]|\\[\s\S]|'')*'/y, '"': /"(?:[^"\\]|\\[\s\S]|"")*"/y };
const RAW_TEXTS = { "'": /'[^']*'/y, '"': /"[^"]*"/y };

function readText(text: string, start: number, { raw, doubled }: { raw: boolean; doubled: boolean }): Token {
  const quote = text[start] as "'" | '"';
  const body = match((raw ? RAW_TEXTS : doubled ? DOUBLED_TEXTS : TEXTS)[quote], text, start);
  if (body === '') throw badStatement('a closing quote', `none for that at position ${start + 1}`);
  const inner = body.slice(1, -1);
  const end = start + body.length;
  return {
    kind: 'text',
    value: raw ? inner : unescapeText(doubled ? inner.replaceAll(quote + quote, quote) : inner),
    start,
    end,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
  '%': '\\%',
  _: '\\_',
};

/** Mirrors Spark's `unescapeSQLString`. */
function unescapeText(text: string): string {
  return text.replace(/\\(u[\da-fA-F]{4}|U[\da-fA-F]{8}|[01][0-7]{2}|[\s\S])/g, (_, code: string) => {
    if (code.length === 5 || code.length === 9) return codePoints(Number.parseInt(code.slice(1), 16));
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code, 8));
    return ESCAPES[code] ?? code;
  });
}

function codePoints(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
}
