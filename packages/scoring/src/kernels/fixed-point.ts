import { type BinaryNumber, compose, decompose } from './binary-number.ts';

/** A fixed-point number: the integer stands for integer / 2^256. */
export type FixedPoint = bigint;

const BITS = 256n;
const ONE = 1n << BITS;
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62d8a0d175b8baafa2bn;
const HALVINGS = 8n;
/** Few enough bits that a result that is exact, or exactly between two doubles, comes out as such. */
const KEPT_BITS = 160n;

/** The number times 1; bits beyond the last are cut off. */
export function toFixed(x: number): FixedPoint {
  return scaleFixed(ONE, x);
}

/** The number times a double. */
export function scaleFixed(fixed: FixedPoint, factor: number): FixedPoint {
  const { integer, exponent } = decompose(factor);
  return exponent >= 0 ? (fixed * integer) << BigInt(exponent) : (fixed * integer) >> BigInt(-exponent);
}

export function roundFixed(fixed: FixedPoint): number {
  return compose({ integer: fixed, exponent: -Number(BITS) });
}

/** e^x for |x| under 2^15, right to 160 bits. */
export function expFixed(x: FixedPoint): BinaryNumber {
  const power = x / LN2;
  const rest = (x - power * LN2) >> HALVINGS;
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * rest) >> BITS) / n;
    sum += term;
  }
  for (let i = 0n; i < HALVINGS; i++) sum = (sum * sum) >> BITS;
  const dropped = BITS - KEPT_BITS;
  const integer = (sum + (1n << (dropped - 1n))) >> dropped;
  return { integer, exponent: Number(power) - Number(KEPT_BITS) };
}

/** The natural logarithm of a positive double, right to some 240 bits after the point. */
export function logFixed(x: number): FixedPoint {
  const { integer, exponent } = decompose(x);
  const length = integer.toString(2).length;
  // x = fraction * 2^(length + exponent), fraction from 1/2 to 1; ln fraction = 2 artanh(ratio).
  const fraction = (integer << BITS) >> BigInt(length);
  const ratio = ((fraction - ONE) << BITS) / (fraction + ONE);
  const square = (ratio * ratio) >> BITS;
  let sum = 0n;
  let term = ratio;
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term / n;
    term = (term * square) >> BITS;
  }
  return 2n * sum + BigInt(length + exponent) * LN2;
}
