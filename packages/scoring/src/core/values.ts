/**
 * How a value of each Spark type stands in a row. null is null, whatever the type.
 *
 * | type | value |
 * |---|---|
 * | boolean, string | boolean, string |
 * | byte, short, integer, float, double | number (float: already rounded to 32 bits) |
 * | long | number where |x| <= 2^53 - 1, else bigint: always exact |
 * | decimal(p,s) | Decimal |
 * | binary | Uint8Array |
 * | date | days since 1970-01-01, a number |
 * | timestamp, timestamp_ntz | microseconds since 1970-01-01T00:00, a bigint |
 * | array | array |
 * | map | Map |
 * | struct | plain object by field name |
 * | variant | Variant |
 * | VectorUDT | DenseVector or SparseVector |
 * | another UDT | the value of its sqlType |
 */
export type Value = unknown;

/** A row: one value a field, in the order of its schema. */
export type Row = Value[];

/** An exact decimal number: unscaled * 10^-scale. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Plain notation with `scale` digits after the point, as Spark casts to string. */
  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    if (this.scale <= 0) return sign + digits + '0'.repeat(digits === '0' ? 0 : -this.scale);
    const padded = digits.padStart(this.scale + 1, '0');
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }

  /** The nearest double, as Java's BigDecimal.doubleValue. */
  toNumber(): number {
    return Number(this.toString());
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Parses plain or exponent notation; undefined where the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return undefined;
  const unscaled = BigInt(whole + fraction);
  return new Decimal(sign === '-' ? -unscaled : unscaled, fraction.length - Number(exponent));
}

/** The same number with another scale, rounded half up (away from zero) as Spark's cast does. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (value.scale === scale) return value;
  if (value.scale < scale) return new Decimal(value.unscaled * 10n ** BigInt(scale - value.scale), scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  const half = divisor / 2n;
  const { unscaled } = value;
  const rounded = unscaled < 0n ? -((-unscaled + half) / divisor) : (unscaled + half) / divisor;
  return new Decimal(rounded, scale);
}

/** A long in its canonical form: number where exact, else bigint. */
export function canonicalLong(x: bigint): number | bigint {
  return x >= -9007199254740991n && x <= 9007199254740991n ? Number(x) : x;
}

/** The double of any numeric value (`cast(x as double)`); booleans are 0 and 1. */
export function toDouble(value: Value): number {
  if (typeof value === 'number') return value;
  if (value instanceof Decimal) return value.toNumber();
  return Number(value as bigint | boolean);
}
