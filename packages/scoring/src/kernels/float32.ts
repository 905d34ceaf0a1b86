/** Arithmetic in 32-bit floats, which doubles hold exactly. */

import type { SumsProfile } from '../core/sums.ts';
import { sumError } from './rounding-error.ts';

/** The sum of the products of `count` floats, each product and sum rounded: from `i` in `a`, from `j` in `b`. */
export function dotFloats(a: Float32Array, i: number, b: Float32Array, at: { j: number; count: number }): number {
  let sum = 0;
  for (let k = 0; k < at.count; k++) sum = Math.fround(sum + Math.fround(a[i + k]! * b[at.j + k]!));
  return sum;
}

/** A row of a row-major matrix, from `start`, times a vector. */
export type RowProduct = (x: Float32Array, matrix: Float32Array, start: number) => number;

/** As BLAS `sgemv` of the profile sums the row of a matrix times a vector. */
export function rowProduct(sums: SumsProfile): RowProduct {
  if (sums === 'sequential') return (x, matrix, start) => dotFloats(x, 0, matrix, { j: start, count: x.length });
  return sums === 'fma4' ? productFused : productLanes;
}

function productFused(x: Float32Array, matrix: Float32Array, start: number): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum = fmaFloat(x[k]!, matrix[start + k]!, sum);
  return sum;
}

const LANES = 16;

/** Sixteen fused chains added from left to right; the remainder is added by plain multiplications. */
function productLanes(x: Float32Array, matrix: Float32Array, start: number): number {
  const whole = x.length - (x.length % LANES);
  let sum = 0;
  for (let lane = 0; lane < LANES && whole > 0; lane++) {
    let part = 0;
    for (let k = lane; k < whole; k += LANES) part = fmaFloat(x[k]!, matrix[start + k]!, part);
    sum = Math.fround(sum + part);
  }
  for (let k = whole; k < x.length; k++) sum = Math.fround(sum + Math.fround(x[k]! * matrix[start + k]!));
  return sum;
}

const bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** a * b + c of floats, rounded once: the product is exact in double, its sum is rounded to odd before to float. */
export function fmaFloat(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const error = sumError(product, c, sum);
  if (error === 0 || !Number.isFinite(sum)) return Math.fround(sum);
  bits.setFloat64(0, sum);
  const pattern = bits.getBigInt64(0);
  if ((pattern & 1n) === 1n) return Math.fround(sum);
  bits.setBigInt64(0, pattern + (error > 0 === sum > 0 ? 1n : -1n));
  return Math.fround(bits.getFloat64(0));
}
