/** Casts to numbers, booleans included. */
import { javaDouble } from '../core/java-text.ts';
import { type DataType, decimalOf } from '../core/types.ts';
import { canonicalLong, Decimal, parseDecimal, rescale, toDouble, type Value } from '../core/values.ts';
import { failRow } from './dialect.ts';
import { trimAll } from './time-text.ts';

/** Null, or under ANSI a failure, stands for what does not fit. */
export type Fail = (condition: string, what: string) => null;

export const giveNull: Fail = () => null;
export const failCast: Fail = (condition, what) => {
  throw failRow(condition, `expected ${what}, got another value`);
};

const LIMITS: Readonly<Record<string, bigint>> = {
  byte: 2n ** 7n,
  short: 2n ** 15n,
  integer: 2n ** 31n,
  long: 2n ** 63n,
};
const BITS: Readonly<Record<string, number>> = { byte: 8, short: 16, integer: 32, long: 64 };

export function limitOf(type: DataType): bigint {
  return LIMITS[type as string] as bigint;
}

/** The low bits of a whole number, as Java's narrowing takes them. */
export function wrap(value: bigint, type: DataType): number | bigint {
  return canonicalLong(BigInt.asIntN(BITS[type as string] as number, value));
}

export function fits(value: bigint, type: DataType): boolean {
  const limit = limitOf(type);
  return value >= -limit && value < limit;
}

/** The cast of integral numbers to an integral type. */
export function narrow(type: DataType, ansi: boolean, fail: Fail): (value: number | bigint) => Value {
  const bound = Number(limitOf(type));
  return (value) => {
    if (typeof value === 'number' && value >= -bound && value < bound) return value;
    const whole = BigInt(value);
    if (fits(whole, type)) return canonicalLong(whole);
    return ansi ? fail('CAST_OVERFLOW', `a number within ${String(type)}`) : wrap(whole, type);
  };
}

/** The cast of doubles to an integral type: saturating at int or long, then narrowed; failing under ANSI. */
export function truncate(type: DataType, ansi: boolean, fail: Fail): (value: number) => Value {
  const bound = Number(limitOf(type));
  return (value) => {
    const whole = Math.trunc(value);
    if (whole >= -bound && whole < bound) return whole + 0;
    if (ansi) {
      // Spark compares in doubles, where 2^63 is the largest long.
      if (type === 'long' && whole === bound) return canonicalLong(limitOf('long') - 1n);
      return fail('CAST_OVERFLOW', `a number within ${String(type)}`);
    }
    if (Number.isNaN(value)) return 0;
    const wide = limitOf(type === 'long' ? 'long' : 'integer');
    const saturated = whole >= Number(wide) ? wide - 1n : whole < -Number(wide) ? -wide : BigInt(whole);
    return wrap(saturated, type);
  };
}

export function decimalToWhole(value: Decimal): bigint {
  return value.scale <= 0 ? rescale(value, 0).unscaled : value.unscaled / 10n ** BigInt(value.scale);
}

/** A decimal rounded into a type's digits; undefined where it does not fit. */
export function fitDecimal(
  value: Decimal,
  { precision, scale }: { precision: number; scale: number },
): Decimal | undefined {
  const rounded = rescale(value, scale);
  const limit = 10n ** BigInt(precision);
  return rounded.unscaled < limit && rounded.unscaled > -limit ? rounded : undefined;
}

/** The exact decimal of any number but a NaN or infinity. */
export function toDecimal(value: Value): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === 'bigint') return new Decimal(value, 0);
  if (typeof value === 'boolean') return new Decimal(value ? 1n : 0n, 0);
  const number = value as number;
  if (!Number.isFinite(number)) return undefined;
  return Number.isSafeInteger(number) ? new Decimal(BigInt(number), 0) : parseDecimal(javaDouble(number));
}

const WHOLE = /^[+-]?\d+$/;
const WHOLE_OR_CUT = /^[+-]?(?=[\d.])(\d*)(\.\d*)?$/;

/** `UTF8String.toLong`: without ANSI a fraction is cut off. */
export function parseWhole(text: string, type: DataType, ansi: boolean): number | bigint | undefined {
  const trimmed = trimAll(text);
  if (!(ansi ? WHOLE : WHOLE_OR_CUT).test(trimmed) || trimmed.length > 1000) return undefined;
  const digits = trimmed.split('.')[0] as string;
  const value = BigInt(digits.replace(/^[+-]/, '') || '0') * (digits.startsWith('-') ? -1n : 1n);
  return fits(value, type) ? canonicalLong(value) : undefined;
}

const DOUBLE = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ...['inf', '+inf', 'infinity', '+infinity'].map((text) => [text, Infinity] as const),
  ...['-inf', '-infinity'].map((text) => [text, -Infinity] as const),
  ['nan', Number.NaN],
]);

/** `Double.valueOf`, and Spark's names of the infinities and NaN in any case. */
export function parseDouble(text: string): number | undefined {
  const trimmed = trimAll(text);
  if (!DOUBLE.test(trimmed)) return SPECIAL.get(trimmed.toLowerCase());
  const special = SPECIAL.get(trimmed.toLowerCase().replace(/^[+-]nan$/, 'nan'));
  return special ?? Number(trimmed.replace(/[fFdD]$/, ''));
}

/** A decimal text; undefined too where the exponent is absurd. */
export function parseDecimalText(text: string): Decimal | undefined {
  const parsed = text.length > 2000 ? undefined : parseDecimal(trimAll(text));
  if (parsed === undefined || parsed.unscaled === 0n) return parsed && new Decimal(0n, 0);
  return Math.abs(parsed.scale) > 2000 ? undefined : parsed;
}

/** The cast of a number, boolean included, to a numeric type. */
export function castNumber(
  from: DataType,
  to: DataType,
  { ansi, fail }: { ansi: boolean; fail: Fail },
): (value: Value) => Value {
  const size = decimalOf(to);
  if (size !== undefined) {
    return (value) => {
      const decimal = toDecimal(value);
      if (decimal === undefined) return null;
      const fitting = fitDecimal(decimal, size);
      return (
        fitting ??
        fail(
          'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION',
          `a number of ${size.precision} digits, ${size.scale} behind the point`,
        )
      );
    };
  }
  if (to === 'double') return toDouble;
  if (to === 'float') return (value) => Math.fround(toDouble(value));
  if (from === 'boolean') return Number;
  if (decimalOf(from) !== undefined) {
    const narrowed = narrow(to, ansi, fail);
    return (value) => narrowed(decimalToWhole(value as Decimal));
  }
  return (from === 'double' || from === 'float' ? truncate(to, ansi, fail) : narrow(to, ansi, fail)) as (
    value: Value,
  ) => Value;
}
