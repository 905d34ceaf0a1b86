/** The words and marks of Spark's schema DDL; mirrors the lexer rules of Spark's SqlBaseLexer.g4. */

import { ScoringError } from './errors.ts';

export interface DdlToken {
  /** word: bare; name: in backquotes; text: a string literal; mark: one of `<>(),:`; end: after the last. */
  readonly kind: 'word' | 'name' | 'text' | 'mark' | 'end';
  /** Without quotes and escapes. */
  readonly value: string;
  /** Counts characters from 1. */
  readonly position: number;
}

const SKIPPED = /(?:\s+|--[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
const TOKEN =
  /([rR]?)(?:'((?:[^'\\]|''|\\[\s\S])*)'|"((?:[^"\\]|""|\\[\s\S])*)")|([A-Za-z0-9_]+)|`((?:[^`]|``)*)`|([<>(),:])/y;

/** All tokens, `end` last. Throws INPUT_SCHEMA at anything else. */
export function readDdlTokens(text: string): DdlToken[] {
  const tokens: DdlToken[] = [];
  let at = 0;
  for (;;) {
    SKIPPED.lastIndex = at;
    at += SKIPPED.exec(text)?.[0].length ?? 0;
    const position = at + 1;
    if (at === text.length) return [...tokens, { kind: 'end', value: '', position }];
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw strayCharacter(text, at);
    tokens.push({ ...readToken(match), position });
    at += match[0].length;
  }
}

function readToken(match: RegExpExecArray): Omit<DdlToken, 'position'> {
  const [, raw, single, double, word, name, mark] = match;
  if (word !== undefined) return { kind: 'word', value: word };
  if (name !== undefined) return { kind: 'name', value: name.replaceAll('``', '`') };
  if (mark !== undefined) return { kind: 'mark', value: mark };
  const body = single ?? double ?? '';
  return { kind: 'text', value: raw === '' ? resolveEscapes(body, single === undefined ? '"' : "'") : body };
}

function strayCharacter(text: string, at: number): ScoringError {
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  const hint = '`"\''.includes(character) ? 'a quote without its end' : `"${character}": put such names in backquotes`;
  return new ScoringError('INPUT_SCHEMA', `expected a name or a type at position ${at + 1}, got ${hint}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
};

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([01][0-7]{2})|([\s\S]))/g;

/** As Spark's ParserUtils.unescapeSQLString; a doubled quote is one, as from Spark 4. */
function resolveEscapes(body: string, quote: string): string {
  return body.replaceAll(quote + quote, quote).replace(ESCAPE, (whole, short, long, octal, character) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (character !== undefined) return ESCAPES[character] ?? character;
    const code = Number.parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
