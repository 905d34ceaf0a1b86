import type { StoredElements } from '../core/stored-elements.ts';
import { lanesOf, type SumsProfile } from '../core/sums.ts';
import type { SparseVector, Vector } from '../core/vector.ts';
import { fma } from './fma.ts';
import { IndexTable } from './index-table.ts';

/** The dot product of two arrays of one length. */
export type DenseDot = (x: Float64Array, y: Float64Array) => number;

/** The dot product of two dense vectors as BLAS `ddot` of the profile sums it. */
export function denseDot(sums: SumsProfile): DenseDot {
  if (sums === 'fma4') return dotFourChains;
  const lanes = lanesOf(sums);
  return lanes === undefined ? dotSequential : (x, y) => dotInLanes(x, y, lanes);
}

/** A row of a row-major matrix times a dense vector as BLAS `dgemv` of the profile sums it; what is added comes last. */
export function rowDot(sums: SumsProfile): DenseDot {
  return sums === 'fma4' ? dotFused : denseDot(sums);
}

/** The dot product of any vectors of one size: with a sparse one, plain and in order of index, whatever the profile. */
export function vectorDot(sums: SumsProfile): (x: Vector, y: Vector) => number {
  const dense = denseDot(sums);
  return (x, y) => {
    if (x.type === 1) return y.type === 1 ? dense(x.values, y.values) : sparseDot(y, x.values);
    return y.type === 1 ? sparseDot(x, y.values) : sparseSparseDot(x, y);
  };
}

/** Plain multiplications and one sum from left to right. */
export function dotSequential(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** Plain products added to `start` one by one; zeros of x are left out, whatever stands in y. */
export function addProducts(x: Float64Array, y: Float64Array, start: number): number {
  // Engines box every partial sum of what may be no double.
  let sum = +start;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) sum += x[i]! * y[i]!;
  return sum;
}

/** One chain of fused multiply-adds from left to right. */
export function dotFused(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum = fma(x[i]!, y[i]!, sum);
  return sum;
}

/** Four fused chains, added from left to right; the remainder is fused into the sum. */
function dotFourChains(x: Float64Array, y: Float64Array): number {
  const whole = x.length - (x.length % 4);
  let sum = addLanes(x, y, { lanes: 4, whole });
  for (let i = whole; i < x.length; i++) sum = fma(x[i]!, y[i]!, sum);
  return sum;
}

/** One fused chain a lane, added from left to right; the remainder is added by plain multiplications. */
function dotInLanes(x: Float64Array, y: Float64Array, lanes: number): number {
  const whole = x.length - (x.length % lanes);
  let sum = addLanes(x, y, { lanes, whole });
  for (let i = whole; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** The first `whole` elements, a multiple of `lanes`: lane k is the fused chain of elements k, k + lanes, ... */
function addLanes(x: Float64Array, y: Float64Array, of: { lanes: number; whole: number }): number {
  const { lanes, whole } = of;
  let sum = 0;
  if (whole === 0) return sum;
  for (let lane = 0; lane < lanes; lane++) {
    let part = 0;
    for (let i = lane; i < whole; i += lanes) part = fma(x[i]!, y[i]!, part);
    sum += part;
  }
  return sum;
}

/** As `sparseDot`. */
export function storedDot({ indices, values, count }: StoredElements, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[k]! * y[indices[k]!]!;
  return sum;
}

/** The stored elements only, plain and in order: elements of `y` that `x` does not store are not looked at. */
export function sparseDot(x: SparseVector, y: Float64Array): number {
  const { indices, values } = x;
  let sum = 0;
  for (let k = 0; k < indices.length; k++) sum += values[k]! * y[indices[k]!]!;
  return sum;
}

/** As `sparseDot`, of what neither stores as zero: `y` stands for a sparse vector without explicit zeros. */
export function sparseDotOfNonZeros({ indices, values }: SparseVector, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < indices.length; k++) {
    const other = y[indices[k]!]!;
    if (other !== 0) sum += values[k]! * other;
  }
  return sum;
}

/** The elements that both store, plain and in order, for vectors that store few beside a constant one. */
export function commonDot({ indices, values }: SparseVector): (x: StoredElements) => number {
  const table = new IndexTable(indices);
  return (x) => {
    let sum = 0;
    for (let k = 0; k < x.count; k++) {
      const at = table.find(x.indices[k]!);
      if (at >= 0) sum += x.values[k]! * values[at]!;
    }
    return sum;
  };
}

function sparseSparseDot(x: SparseVector, y: SparseVector): number {
  let sum = 0;
  let at = 0;
  for (let k = 0; k < x.indices.length; k++) {
    const index = x.indices[k]!;
    while (at < y.indices.length && y.indices[at]! < index) at++;
    if (y.indices[at] === index) sum += x.values[k]! * y.values[at]!;
  }
  return sum;
}
