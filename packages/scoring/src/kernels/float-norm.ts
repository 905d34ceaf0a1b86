import type { SumsProfile } from '../core/sums.ts';
import { fmaFloat } from './float32.ts';

/** The Euclidean norm of floats, a float, as BLAS `snrm2` of the profile computes it. */
export function floatNorm(sums: SumsProfile): (x: Float32Array) => number {
  if (sums === 'sequential') return scaledNorm;
  return sums === 'fma4' ? (x) => root(sumLanes(x, 4, fmaFloat)) : (x) => root(sumLanes(x, 16, addProduct));
}

type Add = (x: number, y: number, sum: number) => number;

/** Fused chains added from left to right, and the squares of the remainder by `add`. */
function sumLanes(x: Float32Array, lanes: number, add: Add): number {
  const whole = x.length - (x.length % lanes);
  let sum = 0;
  for (let lane = 0; lane < lanes; lane++) {
    let part = 0;
    for (let k = lane; k < whole; k += lanes) part = fmaFloat(x[k]!, x[k]!, part);
    sum = Math.fround(sum + part);
  }
  for (let k = whole; k < x.length; k++) sum = add(x[k]!, x[k]!, sum);
  return sum;
}

function addProduct(x: number, y: number, sum: number): number {
  return Math.fround(sum + Math.fround(x * y));
}

function root(sum: number): number {
  return Math.fround(Math.sqrt(sum));
}

/** Divides by the largest element so far, as the reference BLAS does, so that no square overflows. */
function scaledNorm(x: Float32Array): number {
  let scale = 0;
  let sum = 1;
  for (const element of x) {
    const size = Math.abs(element);
    if (size === 0) continue;
    const ratio = Math.fround(Math.min(scale, size) / Math.max(scale, size));
    const square = Math.fround(ratio * ratio);
    sum = scale < size ? Math.fround(1 + Math.fround(sum * square)) : Math.fround(sum + square);
    scale = Math.max(scale, size);
  }
  return Math.fround(scale * root(sum));
}
