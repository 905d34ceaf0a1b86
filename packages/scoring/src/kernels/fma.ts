/**
 * Fused multiply-add for doubles, bit for bit as Java's `Math.fma`, which JavaScript lacks: the product as the exact
 * sum of two doubles, then a correctly rounded sum of three. It follows Boldo and Melquiond, "Emulation of FMA and
 * correctly rounded sums" (2011), with a test for ties in place of rounding to odd. The rare ranges in which those
 * steps would overflow or lose bits go through integers.
 */

import { compose, decompose } from './binary-number.ts';
import { productError, sumError } from './rounding-error.ts';

const LARGEST_FACTOR = 2 ** 995;
const LARGEST_TERM = 2 ** 1021;
/** From here on what a product loses is a double: its last bit is not under 2^-1074. */
export const SMALLEST_PRODUCT = 2 ** -966;

/** a * b + c, rounded once. */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  const size = Math.abs(product);
  if (
    !(size >= SMALLEST_PRODUCT && size <= LARGEST_TERM && Math.abs(c) <= LARGEST_TERM) ||
    !(Math.abs(a) <= LARGEST_FACTOR && Math.abs(b) <= LARGEST_FACTOR)
  ) {
    return fmaOutOfRange(a, b, c);
  }
  return addProduct(product, productError(a, b, product), c);
}

/** high + low + c, rounded once, where high + low is an exact product and `low` what `high` lost by rounding. */
function addProduct(high: number, low: number, c: number): number {
  const small = c + low;
  const smallLow = sumError(c, low, small);
  const sum = high + small;
  const sumLow = sumError(high, small, sum);
  const rest = smallLow + sumLow;
  const result = sum + rest;
  const lost = sumError(smallLow, sumLow, rest);
  if (lost === 0) return result;
  // So small a rest can only decide halfway between two doubles: it then decides the side.
  const error = sumError(sum, rest, result);
  const neighbour = result + 2 * error;
  const halfway = error !== 0 && neighbour - result === 2 * error;
  return halfway && lost > 0 === error > 0 ? neighbour : result;
}

/** Zeros, infinities and NaN by plain arithmetic, which is exact there; all else by integers. */
function fmaOutOfRange(a: number, b: number, c: number): number {
  if (a === 0 || b === 0 || !Number.isFinite(a) || !Number.isFinite(b)) return a * b + c;
  if (!Number.isFinite(c)) return c;
  const [x, y, z] = [decompose(a), decompose(b), decompose(c)];
  const power = x.exponent + y.exponent;
  const exponent = Math.min(power, z.exponent);
  const product = (x.integer * y.integer) << BigInt(power - exponent);
  return compose({ integer: product + (z.integer << BigInt(z.exponent - exponent)), exponent });
}
