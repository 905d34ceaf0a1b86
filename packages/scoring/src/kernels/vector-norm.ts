import { pow } from './exp.ts';

/** The p-norm of the values of a vector: zeros do not change it, so the stored ones are enough. p is 1 or more. */
export function vectorNorm(p: number): (values: Float64Array) => number {
  if (p === 1) return sumOfSizes;
  if (p === 2) return euclideanNorm;
  return p === Number.POSITIVE_INFINITY ? largestSize : (values) => powerNorm(values, p);
}

function sumOfSizes(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.abs(values[k]!);
  return sum;
}

function euclideanNorm(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * values[k]!;
  return Math.sqrt(sum);
}

/** The largest absolute value; NaN counts for nothing. */
function largestSize(values: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]!);
    if (size > largest) largest = size;
  }
  return largest;
}

function powerNorm(values: Float64Array, p: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += pow(Math.abs(values[k]!), p);
  return pow(sum, 1 / p);
}
