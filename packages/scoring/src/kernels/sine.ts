/** Sine and cosine, correctly rounded; slow, for arguments up to some hundreds. */

import { type FixedPoint, roundFixed, toFixed } from './fixed-point.ts';

const BITS = 256n;

export function sine(x: number): number {
  const fixed = toFixed(x);
  return roundFixed(sumSeries(fixed, { first: fixed, after: 1n }));
}

export function cosine(x: number): number {
  return roundFixed(sumSeries(toFixed(x), { first: 1n << BITS, after: 0n }));
}

/** The alternating series whose first term has the power `after` of x. */
function sumSeries(x: FixedPoint, { first, after }: { first: FixedPoint; after: bigint }): FixedPoint {
  const square = (x * x) >> BITS;
  let term = first;
  let sum = 0n;
  for (let n = after; term !== 0n && term !== -1n; n += 2n) {
    sum += term;
    term = -((term * square) >> BITS) / ((n + 1n) * (n + 2n));
  }
  return sum;
}
