/** The number formats of to_number and to_char, such as `$99,999.9S`. Mirrors `ToNumberParser`. */
import { Decimal } from '../core/values.ts';
import { failRow } from './dialect.ts';

/** Digits side by side: exactly so many where they begin with 0 before the point, else at most so many. */
interface Digits {
  readonly count: number;
  readonly exact: boolean;
}

/** Digits with commas between them, or a mark: `.`, `$`, `S`, `MI`, `<` or `>`. */
type Token = string | { readonly groups: readonly Digits[] };

export interface NumberFormat {
  readonly tokens: readonly Token[];
  readonly precision: number;
  readonly scale: number;
}

const FORMAT = /^(MI|S)?(\$)?([09]+(?:[,G][09]+)*)?([.D])?([09]+)?(MI|S|PR)?$/;

/** Undefined where the text is no number format. */
export function parseNumberFormat(text: string): NumberFormat | undefined {
  const match = FORMAT.exec(text.toUpperCase());
  if (match === null) return undefined;
  const [, sign = '', dollar = '', before = '', point = '', after = '', end = ''] = match;
  if (before + after === '' || (sign === end && sign !== '')) return undefined;
  const whole = before.split(/[,G]/).map((run) => ({ count: run.length, exact: run.startsWith('0') }));
  const tokens = [
    end === 'PR' ? '<' : '',
    sign,
    dollar,
    before === '' ? '' : { groups: whole },
    point === '' ? '' : '.',
    after === '' ? '' : { groups: [{ count: after.length, exact: false }] },
    end === 'PR' ? '>' : end,
  ];
  const scale = after.length;
  return {
    tokens: tokens.filter((token) => token !== ''),
    precision: whole.reduce((sum, { count }) => sum + count, scale),
    scale,
  };
}

/** What reading found so far. */
interface Reading {
  at: number;
  /** Digits before and after the point. */
  before: string;
  after: string;
  point: boolean;
  negative: boolean;
  opened: boolean;
  closed: boolean;
}

/** How a version reads. */
export interface ReadingRules {
  /** A text without digits does not match, where the format has a point: since Spark 4.1. */
  readonly needsDigits: boolean;
  /** The failure of a number out of range suggests what to do: since Spark 4.0. */
  readonly suggests: boolean;
}

/** The number of a text; undefined where the text does not match. Blanks between digits are passed over. */
export function readByFormat(format: NumberFormat, text: string, rules: ReadingRules): Decimal | undefined {
  const reading: Reading = {
    at: 0,
    before: '',
    after: '',
    point: false,
    negative: false,
    opened: false,
    closed: false,
  };
  const read = format.tokens.every((token) =>
    typeof token === 'string' ? readMark(token, text, reading) : readGroups(token.groups, text, reading),
  );
  if (!read || reading.at < text.length || reading.opened !== reading.closed) return undefined;
  const { before, after, negative } = reading;
  if (before + after === '' && rules.needsDigits) return undefined;
  if (before + after === '' && format.scale === 0)
    throw failRow('java.lang.NumberFormatException', 'expected digits, got none');
  const number = inFormat(BigInt(before + after.padEnd(format.scale, '0')) * (negative ? -1n : 1n), format);
  if (number !== undefined) return number;
  const condition = `NUMERIC_VALUE_OUT_OF_RANGE${rules.suggests ? '.WITH_SUGGESTION' : ''}`;
  throw failRow(condition, `expected a number of ${format.precision} digits, got more`);
}

function inFormat(unscaled: bigint, { precision, scale }: NumberFormat): Decimal | undefined {
  // Spark takes the low 64 bits where the type has so few digits.
  const kept = precision <= 18 ? BigInt.asIntN(64, unscaled) : unscaled;
  const limit = 10n ** BigInt(precision);
  return kept < limit && kept > -limit ? new Decimal(kept, scale) : undefined;
}

/** Marks may be left out at the end of the text, and but for the dollar sign elsewhere too. */
function readMark(mark: string, text: string, reading: Reading): boolean {
  const found = text[reading.at];
  if (found === undefined) return true;
  const accepted = { S: '+-', MI: '-' }[mark] ?? mark;
  if (!accepted.includes(found)) return mark !== '$';
  reading.at++;
  if (found === '.') reading.point = true;
  else if (found === '-') reading.negative = !reading.negative;
  else if (found === '<') reading.opened = true;
  else if (found === '>') {
    if (!reading.opened) return false;
    reading.closed = true;
    reading.negative = !reading.negative;
  }
  return true;
}

/** `Character.isWhitespace` */
const BLANK = /[\t-\r\u001c-\u001f \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;
const DIGIT = /\p{Nd}/u;

function readGroups(groups: readonly Digits[], text: string, reading: Reading): boolean {
  const sizes: number[] = [];
  let size = 0;
  for (; reading.at < text.length; reading.at++) {
    const character = text[reading.at] as string;
    if (character === ',') {
      sizes.unshift(size);
      size = 0;
    } else if (DIGIT.test(character)) {
      size++;
      reading[reading.point ? 'after' : 'before'] += digitOf(character);
    } else if (!BLANK.test(character)) break;
  }
  sizes.unshift(size);
  // Groups count from the point, so that leading ones may be missing.
  const expected = groups.toReversed();
  return (
    sizes.length <= expected.length &&
    expected.every(({ count, exact }, i) => (exact ? (sizes[i] ?? 0) === count : (sizes[i] ?? 0) <= count))
  );
}

/** Blocks of Unicode's digits begin at a code that ends in 0 or in 6. */
function digitOf(character: string): number {
  const code = character.charCodeAt(0);
  return DIGIT.test(String.fromCharCode(code & ~15)) ? code & 15 : (code & 15) - 6;
}

/** The text of a number: `#` in the place of digits where the format has not enough of them. */
export function writeByFormat(format: NumberFormat, value: Decimal): string {
  const negative = value.unscaled < 0n;
  const digits = splitDigits(format, value);
  let text = '';
  let point = false;
  for (const token of format.tokens) {
    if (typeof token !== 'string') {
      text = point ? text + digits.after : writeGroups(text, token.groups, digits.before);
    } else if (token === '.') {
      text = `${text.replace(/ $/, '0')}.`;
      point = true;
    } else text = writeMark(text, token, negative);
  }
  return withoutLonePoint(text);
}

/** The digits before and after the point, as many as the format has: padded with blanks and with zeros. */
function splitDigits({ precision, scale }: NumberFormat, value: Decimal): { before: string; after: string } {
  const whole = precision - scale;
  const [integer = '', fraction = ''] = String(value).split('.');
  const before = integer.replace(/^[-0]+/, '');
  const after = fraction.replace(/0+$/, '');
  if (before.length > whole || after.length > scale) return { before: '#'.repeat(whole), after: '#'.repeat(scale) };
  return { before: before.padStart(whole), after: after.padEnd(scale, '0') };
}

function writeGroups(start: string, groups: readonly Digits[], digits: string): string {
  let text = start;
  let at = 0;
  groups.forEach(({ count, exact }, i) => {
    if (i > 0) text = DIGIT.test(text.at(-1) as string) ? `${text},` : addBlank(text);
    for (const digit of digits.slice(at, at + count)) {
      if (digit !== ' ') text += digit;
      else text = exact ? `${text}0` : addBlank(text);
    }
    at += count;
  });
  return text;
}

function writeMark(text: string, mark: string, negative: boolean): string {
  switch (mark) {
    case 'S':
      return addSign(withoutLonePoint(text), negative ? '-' : '+');
    case 'MI':
      return negative ? addSign(withoutLonePoint(text), '-') : `${text} `;
    case '<':
      return negative ? '<' : '';
    case '>':
      return negative ? addSign(withoutLonePoint(text), '>') : `${withoutLonePoint(text)}  `;
    default:
      return text + mark;
  }
}

/** A sign stands before the blanks at the end. */
function addSign(text: string, sign: string): string {
  const bare = text.trimEnd();
  return bare + sign + text.slice(bare.length);
}

/** A blank stands before a sign at the end. */
function addBlank(text: string): string {
  return text.replace(/[-+<]*$/, ' $&');
}

function withoutLonePoint(text: string): string {
  return text.replace(/^([^.]*)\.(?=$| )/, '$1 ');
}
