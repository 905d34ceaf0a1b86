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
 * In place e^(x - max) over their sum, by a multiplication with its inverse. The first +Infinity gets 1, all others then
 * 0 times themselves: NaN for infinities. Mirrors Spark's `Utils.softmax`, since 3.2.
 */
export function softmax(values: Float64Array, power: Exponential = exp): void {
  const infinite = values.indexOf(Number.POSITIVE_INFINITY);
  if (infinite >= 0) {
    for (let i = 0; i < values.length; i++) values[i] = i === infinite ? 1 : values[i]! * 0;
    return;
  }
  raise(values, largest(values), power);
  scaleBySum(values);
}

/** As `softmax`, but shifted only by a positive maximum, and +Infinity leaves 0 to the others: Spark before 3.2. */
export function softmaxOfMargins(values: Float64Array, power: Exponential = exp): void {
  const max = largest(values);
  if (max === Number.POSITIVE_INFINITY) {
    const first = values.indexOf(max);
    values.fill(0);
    values[first] = 1;
    return;
  }
  raise(values, Math.max(max, 0), power);
  scaleBySum(values);
}

/** In place e^(x - max) divided by their sum; infinities make NaN. */
export function softmaxByDivision(values: Float64Array, power: Exponential = exp): void {
  raise(values, largest(values), power);
  const sum = sumOf(values);
  for (let i = 0; i < values.length; i++) values[i] = values[i]! / sum;
}

/** The largest, NaN passed over; for nothing but NaN and -Infinity the most negative finite double. */
function largest(x: Float64Array): number {
  let max = -Number.MAX_VALUE;
  for (let i = 0; i < x.length; i++) if (x[i]! > max) max = x[i]!;
  return max;
}

function raise(values: Float64Array, shift: number, power: Exponential): void {
  for (let i = 0; i < values.length; i++) values[i] = power(values[i]! - shift);
}

function scaleBySum(values: Float64Array): void {
  const factor = 1 / sumOf(values);
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor;
}

function sumOf(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  return sum;
}
