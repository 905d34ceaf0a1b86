import { ScoringError } from '../../core/errors.ts';
import { javaDouble } from '../../core/java-text.ts';
import { type DataType, decimalOf } from '../../core/types.ts';
import { canonicalLong, parseDecimal, rescale, type Value } from '../../core/values.ts';

type Cast = (x: number) => Value;

const LIMITS: Readonly<Record<string, number>> = { byte: 2 ** 7, short: 2 ** 15, integer: 2 ** 31, long: 2 ** 63 };

/**
 * Spark's `cast(x as type)` of a double to a numeric type. What does not fit fails the row under ANSI; else integers
 * saturate (byte and short wrap at 32 bits), NaN is 0, and a decimal is null.
 */
export function castFromDouble(type: DataType, ansi: boolean): Cast {
  const decimal = decimalOf(type);
  if (decimal !== undefined) return castToDecimal(decimal, ansi);
  if (type === 'float') return Math.fround;
  const limit = typeof type === 'string' ? LIMITS[type] : undefined;
  if (limit === undefined) return (x) => x;
  const truncate = type === 'long' ? toLong : toInteger(limit);
  if (!ansi) return truncate;
  return (x) => {
    const whole = Math.trunc(x);
    // 2^63 is no long but passes Spark's check of doubles, and becomes the largest long.
    if (whole >= -limit && (whole < limit || (whole === limit && type === 'long'))) return truncate(x);
    throw overflow();
  };
}

/** `(long) x` of Java. */
function toLong(x: number): number | bigint {
  if (Number.isNaN(x)) return 0;
  return canonicalLong(clamp(x));
}

function clamp(x: number): bigint {
  if (x >= 2 ** 63) return 2n ** 63n - 1n;
  return x <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(x));
}

/** `(int) x` of Java, and from it `(short)` or `(byte)`. */
function toInteger(limit: number): Cast {
  // Bits of an int that the type does not have.
  const spare = Math.clz32(limit - 1) - 1;
  return (x) => {
    const whole = Number.isNaN(x) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, x));
    return (whole << spare) >> spare;
  };
}

function castToDecimal({ precision, scale }: { precision: number; scale: number }, ansi: boolean): Cast {
  const limit = 10n ** BigInt(precision);
  return (x) => {
    const parsed = Number.isFinite(x) ? parseDecimal(javaDouble(x)) : undefined;
    const result = parsed === undefined ? undefined : rescale(parsed, scale);
    if (result !== undefined && result.unscaled < limit && result.unscaled > -limit) return result;
    if (ansi) throw overflow();
    return null;
  };
}

function overflow(): ScoringError {
  return new ScoringError('INPUT_VALUE', 'expected a number that fits the type of the column, got one that does not');
}
