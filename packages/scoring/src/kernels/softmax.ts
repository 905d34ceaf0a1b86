import type { SumsProfile } from '../core/sums.ts';
import { exp } from './exp.ts';

type Exponential = (x: number) => number;

/** 1 / (1 + e^-x). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** `logistic` with the exp of the profile. */
export function logisticOf(sums: SumsProfile): (x: number) => number {
  if (sums !== 'fast') return logistic;
  return (x) => 1 / (1 + Math.exp(-x));
}

/**
 * e^(x - max) over their sum, by a multiplication with its inverse. The first +Infinity gets 1, all others then 0 times
 * themselves: NaN for infinities. Mirrors Spark's `Utils.softmax`, since 3.2.
 */
export function softmax(x: Float64Array, power: Exponential = exp): Float64Array {
  const infinite = x.indexOf(Number.POSITIVE_INFINITY);
  if (infinite >= 0) return x.map((value, i) => (i === infinite ? 1 : value * 0));
  return scaleBySum(expShifted(x, largest(x), power));
}

/** As `softmax`, but shifted only by a positive maximum, and +Infinity leaves 0 to the others: Spark before 3.2. */
export function softmaxOfMargins(x: Float64Array, power: Exponential = exp): Float64Array {
  const max = largest(x);
  if (max === Number.POSITIVE_INFINITY) {
    const first = x.indexOf(max);
    return x.map((_, i) => (i === first ? 1 : 0));
  }
  return scaleBySum(expShifted(x, Math.max(max, 0), power));
}

/** e^(x - max) divided by their sum; infinities make NaN. */
export function softmaxByDivision(x: Float64Array, power: Exponential = exp): Float64Array {
  const result = expShifted(x, largest(x), power);
  const sum = sumOf(result);
  for (let i = 0; i < result.length; i++) result[i] = result[i]! / sum;
  return result;
}

/** The largest, NaN passed over; for nothing but NaN and -Infinity the most negative finite double. */
function largest(x: Float64Array): number {
  let max = -Number.MAX_VALUE;
  for (let i = 0; i < x.length; i++) if (x[i]! > max) max = x[i]!;
  return max;
}

function expShifted(x: Float64Array, shift: number, power: Exponential): Float64Array {
  const result = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = power(x[i]! - shift);
  return result;
}

function scaleBySum(x: Float64Array): Float64Array {
  const factor = 1 / sumOf(x);
  for (let i = 0; i < x.length; i++) x[i] = x[i]! * factor;
  return x;
}

function sumOf(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  return sum;
}
