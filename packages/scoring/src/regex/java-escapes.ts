import type { PatternCursor } from './pattern-cursor.ts';
import { propertyMembers } from './unicode-properties.ts';

/** What an escape stands for: one code point, or members of a class (negated for \S, \P{..} ...). */
export type Escape =
  | { readonly kind: 'point'; readonly point: number }
  | { readonly kind: 'set'; readonly members: string; readonly negated: boolean };

export const LINE_ENDS = '\\n\\r\\x85\\u2028\\u2029';

/** The predefined classes, ASCII as in Java without the flag U. */
const SETS: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\x20\\t\\n\\x0b\\f\\r',
  w: 'a-zA-Z_0-9',
  h: '\\x20\\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\x0b\\f\\r\\x85\\u2028\\u2029',
};

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** Java folds these under (?i), in ways that changed between its versions. */
const CASED = /^(?:Is)?(?:Lower|Upper|L[ulCt]|Lowercase|Uppercase|Titlecase)$|=L[ulCt]$/i;

/** Reads the escape behind a backslash: one that stands for characters, in a class or outside. */
export function readEscape(cursor: PatternCursor, ignoreCase: boolean): Escape {
  const letter = cursor.next();
  const set = SETS[letter.toLowerCase()];
  if (set !== undefined) return { kind: 'set', members: set, negated: letter !== letter.toLowerCase() };
  if (letter === 'p' || letter === 'P') return readProperty(cursor, ignoreCase, letter === 'P');
  if (!/[A-Za-z0-9]/.test(letter)) return { kind: 'point', point: codePoint(cursor, letter) };
  const control = CONTROLS[letter];
  return { kind: 'point', point: control ?? readNumbered(cursor, letter) };
}

/** The code point; half a surrogate pair has no place in a pattern. */
export function codePoint(cursor: PatternCursor, character: string | number): number {
  const point = typeof character === 'number' ? character : (character.codePointAt(0) as number);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw cursor.refuse('a code point that does not exist');
  return point;
}

function readProperty(cursor: PatternCursor, ignoreCase: boolean, negated: boolean): Escape {
  const name = cursor.take('{') ? cursor.until('}') : cursor.next();
  const members = propertyMembers(name);
  if (members === undefined || (ignoreCase && CASED.test(name))) throw cursor.refuse(`the property \\p{${name}}`);
  return { kind: 'set', members, negated };
}

function readNumbered(cursor: PatternCursor, letter: string): number {
  switch (letter) {
    case '0':
      return readOctal(cursor);
    case 'x':
      return codePoint(cursor, cursor.take('{') ? readHex(cursor, cursor.until('}'), 1) : readHexDigits(cursor, 2));
    case 'u':
      return readUnicode(cursor);
    case 'c':
      return codePoint(cursor, (cursor.next().codePointAt(0) as number) ^ 64);
    default:
      throw cursor.refuse(`the escape \\${letter}`);
  }
}

/** \0n, \0nn or \0mnn with m up to 3. */
function readOctal(cursor: PatternCursor): number {
  const digits = cursor.while(/[0-7]/, /[0-3]/.test(cursor.peek()) ? 3 : 2);
  if (digits === '') throw cursor.refuse('the escape \\0 without a digit');
  return Number.parseInt(digits, 8);
}

function readHexDigits(cursor: PatternCursor, count: number): number {
  return readHex(cursor, cursor.while(/[\dA-Fa-f]/, count), count);
}

function readHex(cursor: PatternCursor, digits: string, least: number): number {
  if (digits.length < least || !/^[\dA-Fa-f]{1,8}$/.test(digits)) throw cursor.refuse('a hexadecimal escape');
  return Number.parseInt(digits, 16);
}

/** \uhhhh; two of them may make one code point. */
function readUnicode(cursor: PatternCursor): number {
  const high = readHexDigits(cursor, 4);
  if (high < 0xd800 || high > 0xdbff || !cursor.take('\\u')) return codePoint(cursor, high);
  const low = readHexDigits(cursor, 4);
  return codePoint(cursor, String.fromCharCode(high, low));
}
