/**
 * Whether the date parser of Spark 2, Java's SimpleDateFormat (not lenient), reads a text. Before Spark 4 a text that it
 * reads and the new parser does not fails the row (spark.sql.legacy.timeParserPolicy = EXCEPTION); any other is null.
 */
import { monthLength } from '../core/calendar.ts';

/** Letters of numbers, and the bounds of what they may say. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  y: [1, 292_278_994],
  M: [1, 12],
  L: [1, 12],
  d: [1, 31],
  D: [1, 366],
  H: [0, 23],
  k: [1, 24],
  h: [1, 12],
  K: [0, 11],
  m: [0, 59],
  s: [0, 59],
  S: [0, 999],
};
const NAMES: Readonly<Record<string, RegExp>> = {
  M: /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)/i,
  E: /^(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)/i,
  G: /^(?:ad|bc)/i,
  a: /^(?:am|pm)/i,
  X: /^(?:Z|[+-]\d{2}(?::?\d{2})?)/,
  Z: /^(?:(?:GMT)?[+-]\d{1,2}:?\d{2}|GMT|UTC|Z)/,
  z: /^(?:(?:GMT)?[+-]\d{1,2}:?\d{2}|GMT|UTC|Z|[A-Z][A-Za-z]{2,4})/,
};
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** A field of a pattern, or a text that stands as it is. */
interface Piece {
  readonly letter: string;
  readonly count: number;
  readonly text: string;
  /** Digits follow at once, so that this field has as many as its letters. */
  readonly fixed: boolean;
}

/** Undefined where the pattern is none of SimpleDateFormat. */
export function simpleDateReader(pattern: string): ((text: string) => boolean) | undefined {
  const pieces = piecesOf(pattern);
  if (pieces.some(({ letter }) => letter !== '' && BOUNDS[letter] === undefined && NAMES[letter] === undefined)) {
    return undefined;
  }
  return (text) => {
    const fields = new Map<string, number>();
    let rest = text;
    for (const piece of pieces) {
      const taken = takePiece(rest, piece, fields);
      if (taken === undefined) return false;
      rest = rest.slice(taken);
    }
    return isDate(fields);
  };
}

function piecesOf(pattern: string): Piece[] {
  const tokens = [...pattern.matchAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/g)];
  return tokens.map(([token, quoted, letter], i) => {
    if (letter === undefined) {
      const text = quoted === undefined ? token : quoted === '' ? "'" : quoted.replaceAll("''", "'");
      return { letter: '', count: 0, text, fixed: false };
    }
    const next = tokens[i + 1];
    const follows = next?.[2] !== undefined && isNumber(next[2], next[0].length);
    return { letter, count: token.length, text: '', fixed: follows };
  });
}

function isNumber(letter: string, count: number): boolean {
  return BOUNDS[letter] !== undefined && !(/[ML]/.test(letter) && count > 2);
}

/** Characters taken; undefined where the text does not fit. Blanks may stand before a field. */
function takePiece(text: string, piece: Piece, fields: Map<string, number>): number | undefined {
  const { letter, count } = piece;
  if (letter === '') return text.startsWith(piece.text) ? piece.text.length : undefined;
  const blanks = (/^[ \t]*/.exec(text) as RegExpExecArray)[0].length;
  const from = text.slice(blanks);
  if (!isNumber(letter, count)) {
    const found = (NAMES[letter === 'L' ? 'M' : letter] as RegExp).exec(from)?.[0];
    if (found !== undefined && /[ML]/.test(letter))
      fields.set('M', MONTHS.indexOf(found.slice(0, 3).toLowerCase()) / 3 + 1);
    return found === undefined ? undefined : blanks + found.length;
  }
  // A field of a fixed width counts its blanks.
  const given = piece.fixed ? from.slice(0, Math.max(0, count - blanks)) : from;
  if (piece.fixed && text.length < count) return undefined;
  const digits = /^-?\d+/.exec(given)?.[0];
  if (digits === undefined) return undefined;
  const shortYear = letter === 'y' && count <= 2 && digits.length === 2;
  fields.set(letter === 'L' ? 'M' : letter, shortYear ? 2000 + Number(digits) : Number(digits));
  return blanks + digits.length;
}

function isDate(fields: ReadonlyMap<string, number>): boolean {
  for (const [letter, value] of fields) {
    const [least, most] = BOUNDS[letter] as readonly [number, number];
    if (value < least || value > most) return false;
  }
  const [year = 1970, month = 1, day = 1] = ['y', 'M', 'd'].map((letter) => fields.get(letter));
  return day <= lengthOf(year, month) && !(year === 1582 && month === 10 && day > 4 && day < 15);
}

/** Up to 1582 in the Julian calendar. */
function lengthOf(year: number, month: number): number {
  return month === 2 && year <= 1582 && year % 4 === 0 ? 29 : monthLength(year, month);
}
