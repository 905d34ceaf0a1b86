import { type CharSet, memberSet, negatedSet } from './char-set.ts';
import type { JavaCursor } from './java-cursor.ts';
import { javaProperty, SPACE_OF_UNICODE, WORD_OF_UNICODE } from './java-property.ts';
import type { PatternNode, Place } from './pattern-node.ts';

/** What an escape stands for. */
export type Escape =
  | { readonly kind: 'point'; readonly point: number }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'node'; readonly node: PatternNode }
  /** \1..\9 and \k<name>: the rest is read by who knows the groups. */
  | { readonly kind: 'reference'; readonly digit: number | undefined };

const DIGIT = '0-9';
const SPACE = '\\x20\\t\\n\\x0b\\f\\r';
const WORD = 'a-zA-Z_0-9';
const HORIZONTAL = '\\x20\\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\x0b\\f\\r\\x85\\u2028\\u2029';

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** Reads the escape at the cursor, which stands on the backslash; \p is read by `readProperty`. */
export function readEscape(cursor: JavaCursor, inClass: boolean, isRange: boolean): Escape {
  const letter = cursor.skip();
  const name = String.fromCodePoint(letter);
  if (!/[A-Za-z0-9]/.test(name)) return { kind: 'point', point: letter };
  const control = CONTROLS[name];
  if (control !== undefined) return { kind: 'point', point: control };
  if (name === 'v' && isRange) return { kind: 'point', point: 11 };
  const set = predefined(name, cursor.flags.unicodeClasses);
  if (set !== undefined) return { kind: 'set', set };
  const point = readNumbered(cursor, name);
  if (point !== undefined) return { kind: 'point', point };
  const other = inClass ? undefined : readPlaced(cursor, name);
  if (other === undefined) throw cursor.fail('Illegal/unsupported escape sequence');
  return other;
}

function predefined(name: string, unicode: boolean): CharSet | undefined {
  const positive = predefinedMembers(name.toLowerCase(), unicode);
  if (positive === undefined) return undefined;
  return name === name.toLowerCase() ? positive : negatedSet(positive);
}

function predefinedMembers(name: string, unicode: boolean): CharSet | undefined {
  switch (name) {
    case 'd':
      return unicode ? memberSet('\\p{Nd}', false) : memberSet(DIGIT, true);
    case 's':
      return unicode ? memberSet(SPACE_OF_UNICODE, false) : memberSet(SPACE, true);
    case 'w':
      return unicode ? memberSet(WORD_OF_UNICODE, false) : memberSet(WORD, true);
    case 'h':
      return memberSet(HORIZONTAL, true);
    case 'v':
      return memberSet(VERTICAL, true);
    default:
      return undefined;
  }
}

function readPlaced(cursor: JavaCursor, name: string): Escape | undefined {
  const { unixLines, unicodeClasses } = cursor.flags;
  switch (name) {
    case 'A':
      return placed('begin');
    case 'B':
      return placed(unicodeClasses ? 'noUnicodeBoundary' : 'noBoundary');
    case 'b':
      if (cursor.peek() === 0x7b && cursor.raw(1) === 0x67) throw cursor.refuse('the grapheme boundary \\b{g}');
      return placed(unicodeClasses ? 'unicodeBoundary' : 'boundary');
    case 'G':
      return placed('lastMatch');
    case 'Z':
      return placed(unixLines ? 'unixLastLineEnd' : 'lastLineEnd');
    case 'z':
      return placed('end');
    case 'R':
      return { kind: 'node', node: { kind: 'lineBreak' } };
    case 'X':
      throw cursor.refuse('the grapheme cluster \\X');
    case 'k':
      return { kind: 'reference', digit: undefined };
    default:
      return /[1-9]/.test(name) ? { kind: 'reference', digit: Number(name) } : undefined;
  }
}

function placed(place: Place): Escape {
  return { kind: 'node', node: { kind: 'place', place } };
}

function readNumbered(cursor: JavaCursor, name: string): number | undefined {
  switch (name) {
    case '0':
      return readOctal(cursor);
    case 'x':
      return readHexadecimal(cursor);
    case 'u':
      return readUnicode(cursor);
    case 'c':
      if (cursor.isAtEnd) throw cursor.fail('Illegal control escape sequence');
      return cursor.read() ^ 64;
    case 'N':
      throw cursor.refuse('a character name \\N{..}');
    default:
      return undefined;
  }
}

/** \0n, \0nn or \0mnn with m up to 3. */
function readOctal(cursor: JavaCursor): number {
  const first = octalDigit(cursor.read());
  if (first === undefined) throw cursor.fail('Illegal octal escape sequence');
  let value = first;
  for (let more = first <= 3 ? 2 : 1; more > 0; more--) {
    const digit = octalDigit(cursor.read());
    if (digit === undefined) {
      cursor.at--;
      break;
    }
    value = value * 8 + digit;
  }
  return value;
}

function octalDigit(point: number): number | undefined {
  return point >= 0x30 && point <= 0x37 ? point - 0x30 : undefined;
}

function hexadecimalDigit(point: number): number | undefined {
  const text = String.fromCodePoint(point);
  return /[\dA-Fa-f]/.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** \xhh or \x{h..h}. */
function readHexadecimal(cursor: JavaCursor): number {
  const start = cursor.read();
  const high = hexadecimalDigit(start);
  const low = high === undefined ? undefined : hexadecimalDigit(cursor.read());
  if (high !== undefined && low !== undefined) return high * 16 + low;
  if (start !== 0x7b || hexadecimalDigit(cursor.peek()) === undefined) {
    throw cursor.fail('Illegal hexadecimal escape sequence');
  }
  let value = 0;
  let point = cursor.read();
  for (let digit = hexadecimalDigit(point); digit !== undefined; digit = hexadecimalDigit(point)) {
    value = value * 16 + digit;
    if (value > 0x10ffff) throw cursor.fail('Hexadecimal codepoint is too big');
    point = cursor.read();
  }
  if (point !== 0x7d) throw cursor.fail('Unclosed hexadecimal escape sequence');
  return value;
}

/** \uhhhh; two of them may make one code point. */
function readUnicode(cursor: JavaCursor): number {
  const high = readFourDigits(cursor);
  if (high < 0xd800 || high > 0xdbff) return high;
  const { at } = cursor;
  if (cursor.read() === 0x5c && cursor.read() === 0x75) {
    const low = readFourDigits(cursor);
    if (low >= 0xdc00 && low <= 0xdfff) return String.fromCharCode(high, low).codePointAt(0) as number;
  }
  cursor.at = at;
  return high;
}

function readFourDigits(cursor: JavaCursor): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const digit = hexadecimalDigit(cursor.read());
    if (digit === undefined) throw cursor.fail('Illegal Unicode escape sequence');
    value = value * 16 + digit;
  }
  return value;
}

/** Reads \p or \P; the cursor stands on the letter. */
export function readProperty(cursor: JavaCursor): { readonly set: CharSet; readonly isWide: boolean } {
  const negated = cursor.raw() === 0x50;
  const isSingle = cursor.next() !== 0x7b;
  if (isSingle) cursor.at--;
  cursor.next();
  const from = cursor.at;
  if (isSingle) cursor.read();
  else while (!cursor.isAtEnd && cursor.raw() !== 0x7d) cursor.step();
  const name = cursor.textOf(from, isSingle ? from + 1 : cursor.at);
  if (!isSingle) {
    cursor.step();
    if (cursor.at > cursor.length) throw cursor.fail('Unclosed character family');
    if (name === '') throw cursor.fail('Empty character family');
  }
  const set = javaProperty(name, cursor.flags);
  if (set === undefined) throw cursor.refuse(`the property \\p{${name}}`);
  return { set: negated ? negatedSet(set) : set, isWide: negated };
}
