import { Decimal } from '../core/values.ts';

const ROUNDINGS = {
  'half up': (quotient: bigint, rest: bigint, divisor: bigint) => (rest * 2n >= divisor ? quotient + 1n : quotient),
  'half even': (quotient: bigint, rest: bigint, divisor: bigint) => {
    const twice = rest * 2n;
    return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
  },
} as const;
export type Rounding = keyof typeof ROUNDINGS | 'up' | 'down';

/** The decimal with another scale, which may be negative. `up` and `down` are towards the infinities. */
export function roundDecimal(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (value.scale <= scale) return new Decimal(value.unscaled * 10n ** BigInt(scale - value.scale), scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  const negative = value.unscaled < 0n;
  const size = negative ? -value.unscaled : value.unscaled;
  const [quotient, rest] = [size / divisor, size % divisor];
  const away = rest > 0n && (rounding === 'up' ? !negative : negative);
  const rounded =
    rounding === 'up' || rounding === 'down'
      ? quotient + (away ? 1n : 0n)
      : ROUNDINGS[rounding](quotient, rest, divisor);
  return new Decimal(negative ? -rounded : rounded, scale);
}
