import { DAY_MICROSECONDS } from '../core/calendar.ts';
import { isAtLeast } from '../core/spark-version.ts';
import type { DataType } from '../core/types.ts';
import { canonicalLong, parseDecimal } from '../core/values.ts';
import { badStatement, type Dialect, hasTypedIntervals, refuse } from './dialect.ts';
import {
  type CalendarInterval,
  type IntervalLiteral,
  type IntervalPart,
  intervalOfParts,
  intervalOfSpan,
  parseInterval,
} from './intervals.ts';
import type { LiteralSyntax, Syntax } from './syntax.ts';
import { parseDateText, parseTimestampText } from './time-text.ts';
import type { TokenCursor } from './token-cursor.ts';

export function literal(type: DataType, value: unknown): LiteralSyntax {
  return { kind: 'literal', type, value };
}

const SUFFIXES: Readonly<Record<string, readonly [type: DataType, bits: bigint]>> = {
  Y: ['byte', 7n],
  S: ['short', 15n],
  L: ['long', 63n],
};

/** A number as written, its sign included: int, else long, else decimal; decimal with a point; with an exponent a double since Spark 3.0. */
export function numberLiteral(text: string, { version }: Pick<Dialect, 'version'>): LiteralSyntax {
  const upper = text.toUpperCase();
  const fixed = upper.endsWith('BD') ? undefined : SUFFIXES[upper.at(-1) as string];
  if (fixed !== undefined) {
    if (!/^-?\d+[YSL]$/.test(upper)) throw badStatement('a number', `"${text}"`);
    const value = BigInt(upper.slice(0, -1));
    const limit = 1n << fixed[1];
    if (value < -limit || value >= limit)
      throw badStatement(`a number within ${String(fixed[0])}`, text, 'INVALID_NUMERIC_LITERAL_RANGE');
    return literal(fixed[0], canonicalLong(value));
  }
  if (upper.endsWith('BD')) return decimalLiteral(upper.slice(0, -2));
  if (upper.endsWith('F')) return literal('float', Math.fround(Number(upper.slice(0, -1))));
  if (upper.endsWith('D')) return literal('double', Number(upper.slice(0, -1)));
  if (upper.includes('E')) return isAtLeast(version, 3, 0) ? literal('double', Number(upper)) : exponentLiteral(upper);
  return upper.includes('.') ? decimalLiteral(upper) : integerLiteral(upper);
}

/** Before Spark 3.0 a number with an exponent is a decimal, of a scale that may be negative. */
function exponentLiteral(text: string): LiteralSyntax {
  if ((parseDecimal(text)?.scale ?? 0) < 0) throw refuse(`the number ${text}, which is a DECIMAL of a negative scale`);
  return decimalLiteral(text);
}

function integerLiteral(text: string): LiteralSyntax {
  const value = BigInt(text);
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return literal('integer', Number(value));
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return literal('long', canonicalLong(value));
  return decimalLiteral(text);
}

function decimalLiteral(text: string): LiteralSyntax {
  const value = parseDecimal(text);
  if (value === undefined) throw badStatement('a number', `"${text}"`);
  const scale = Math.max(0, value.scale);
  const digits = String(value.unscaled).replace('-', '').length + Math.max(0, -value.scale);
  const precision = Math.max(digits, scale);
  if (precision > 38) throw badStatement('a decimal of at most 38 digits', `${precision}`);
  return literal(`decimal(${precision},${scale})`, value);
}

/** `DATE '...'`, `TIMESTAMP '...'`, `X'...'`, or undefined where the next tokens are none. */
export function readTypedLiteral(cursor: TokenCursor, timeZone: string): Syntax | undefined {
  const [word, text] = [cursor.token, cursor.peek(1)];
  if (word.kind !== 'word' || text.kind !== 'text') return undefined;
  const literalOf = typedLiteral(word.value.toUpperCase(), text.value, timeZone);
  if (literalOf === undefined) return undefined;
  cursor.take();
  cursor.take();
  return literalOf;
}

function typedLiteral(type: string, text: string, timeZone: string): LiteralSyntax | undefined {
  const checked = (of: DataType, value: unknown) => {
    if (value === undefined) throw badStatement(`a ${type} literal`, `"${text}"`, 'INVALID_TYPED_LITERAL');
    return literal(of, value);
  };
  switch (type) {
    case 'DATE':
      return checked('date', parseDateText(text));
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return checked('timestamp', parseTimestampText(text, timeZone)?.instant);
    case 'TIMESTAMP_NTZ':
      return checked('timestamp_ntz', parseTimestampText(text, 'UTC')?.local);
    case 'X':
      return checked('binary', parseHex(text));
    case 'TIME':
    case 'TIMESTAMP_NANOS':
      throw refuse(`a literal of the type ${type}`);
    default:
      return undefined;
  }
}

function parseHex(text: string): Uint8Array | undefined {
  if (!/^[\da-f]*$/i.test(text)) return undefined;
  const padded = text.length % 2 === 0 ? text : `0${text}`;
  return Uint8Array.from({ length: padded.length / 2 }, (_, i) => Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16));
}

const UNIT = /^(year|month|week|day|hour|minute|second|millisecond|microsecond|nanosecond)s?$/i;

/** What follows the word INTERVAL, or undefined where no interval does. */
export function readInterval(cursor: TokenCursor, dialect: Dialect): Syntax | undefined {
  const checkedInterval = intervalLiteralOf(dialect);
  const parts: IntervalPart[] = [];
  for (;;) {
    const sign = cursor.isMark('-') || cursor.isMark('+') ? cursor.token.value : '';
    const skipped = sign === '' ? 0 : 1;
    const [value, unit] = [cursor.peek(skipped), cursor.peek(skipped + 1)];
    if (value.kind !== 'number' && value.kind !== 'text') break;
    if (unit.kind !== 'word' || !UNIT.test(unit.value)) break;
    for (let k = 0; k < skipped + 2; k++) cursor.take();
    if (value.kind === 'text' && cursor.takeWord('TO')) {
      return checkedInterval(
        intervalOfSpan(signed(sign, value.value), unit.value.toLowerCase(), cursor.expectName().toLowerCase()),
      );
    }
    parts.push([signed(sign, value.value), unit.value]);
  }
  if (parts.length > 0) return checkedInterval(intervalOfParts(parts));
  if (cursor.token.kind !== 'text' || !isAtLeast(dialect.version, 3, 1)) return undefined;
  return checkedInterval(parseInterval(cursor.take().value));
}

function signed(sign: string, text: string): string {
  return sign === '-' ? (text.trim().startsWith('-') ? text.trim().slice(1) : `-${text.trim()}`) : text;
}

function intervalLiteralOf(dialect: Dialect): (found: IntervalLiteral | undefined) => LiteralSyntax {
  return (found) => {
    if (found === undefined) throw badStatement('an interval such as INTERVAL 1 DAY', 'another');
    if (hasTypedIntervals(dialect)) return literal(found.type, found.value);
    return literal('interval', isAtLeast(dialect.version, 3, 0) ? found.calendar : withoutDays(found.calendar));
  };
}

/** Spark 2.4 counts days as 24 hours. */
function withoutDays({ months, days, microseconds }: CalendarInterval): CalendarInterval {
  return { months, days: 0, microseconds: BigInt(days) * DAY_MICROSECONDS + microseconds };
}
