/**
 * Eigenvalues and eigenvectors of symmetric matrices by implicit QL and QR steps, in the order of operations of LAPACK's
 * `dsyev` and `dsteqr`, so that the results agree with it to the last bit.
 */

import { eigenOfTwo, planeRotation } from './plane-rotation.ts';
import { copySign, hypotenuse, type Tridiagonal, tridiagonalise } from './tridiagonal.ts';

export interface Eigen {
  /** Rising. */
  readonly values: Float64Array;
  /** One column each, column-major. */
  readonly vectors: Float64Array;
}

const EPSILON = 2 ** -53;
const SMALLEST_NORMAL = 2 ** -1022;
const MOST_STEPS = 30;
/** Matrices with only smaller or with larger elements are scaled to these. */
const LEAST_NORM = Math.sqrt(SMALLEST_NORMAL / 2 ** -52);
const MOST_NORM = Math.sqrt(1 / (SMALLEST_NORMAL / 2 ** -52));

/** Of a column-major matrix the lower triangle is read. Undefined where it is not finite or the steps do not converge. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen | undefined {
  if (!matrix.every(Number.isFinite)) return undefined;
  if (size === 1) return { values: matrix.slice(), vectors: Float64Array.of(1) };
  const scale = scaleOf(matrix);
  const work = tridiagonalise(
    matrix.map((value) => value * scale),
    size,
  );
  if (!diagonalise(work)) return undefined;
  sortPairs(work);
  const inverse = 1 / scale;
  return { values: work.diagonal.map((value) => value * inverse), vectors: work.q };
}

function scaleOf(matrix: Float64Array): number {
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest > MOST_NORM) return MOST_NORM / largest;
  return largest > 0 && largest < LEAST_NORM ? LEAST_NORM / largest : 1;
}

/** Block by block, as vanishing off-diagonal elements divide the matrix. False where it takes too many steps. */
function diagonalise(work: Tridiagonal): boolean {
  const { size, diagonal: d, beside: e } = work;
  const budget = { left: size * MOST_STEPS };
  for (let start = 0; start < size; ) {
    let end = start;
    while (end < size - 1 && !isNegligible(e[end]!, d[end]!, d[end + 1]!)) end++;
    if (end < size - 1) e[end] = 0;
    const upwards = Math.abs(d[end]!) < Math.abs(d[start]!);
    const block = upwards ? { from: end, to: start, step: -1 } : { from: start, to: end, step: 1 };
    if (!solveBlock(work, block, budget)) return false;
    start = end + 1;
  }
  return true;
}

function isNegligible(beside: number, above: number, below: number): boolean {
  return Math.abs(beside) <= Math.sqrt(Math.abs(above)) * Math.sqrt(Math.abs(below)) * EPSILON;
}

/** From one end to the other: QL steps downwards (1), QR steps upwards (-1). */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function solveBlock(work: Tridiagonal, { from, to, step }: Block, budget: { left: number }): boolean {
  const { diagonal: d, beside: e } = work;
  const past = to + step;
  let l = from;
  while (l !== past && l !== past + step) {
    const m = findBreak(work, { from: l, to, step });
    if (m !== to) e[besideOf(m, step)] = 0;
    if (m === l) l += step;
    else if (m === l + step) {
      solveTwo(work, Math.min(l, m));
      l += 2 * step;
    } else {
      if (budget.left-- === 0) return false;
      chase(work, { from: l, to: m, step });
    }
  }
  return d.length > 0;
}

/** Index of the off-diagonal element between i and i + step. */
function besideOf(i: number, step: number): number {
  return step > 0 ? i : i - 1;
}

function findBreak({ diagonal: d, beside: e }: Tridiagonal, { from, to, step }: Block): number {
  let m = from;
  for (; m !== to; m += step) {
    const size = Math.abs(e[besideOf(m, step)]!);
    if (size * size <= EPSILON * EPSILON * Math.abs(d[m]!) * Math.abs(d[m + step]!) + SMALLEST_NORMAL) break;
  }
  return m;
}

/** The block of rows i and i + 1 at once. */
function solveTwo(work: Tridiagonal, i: number): void {
  const { diagonal: d, beside: e } = work;
  const { larger, smaller, cosine, sine } = eigenOfTwo(d[i]!, e[i]!, d[i + 1]!);
  rotate(work, i, cosine, sine);
  d[i] = larger;
  d[i + 1] = smaller;
  e[i] = 0;
}

/** One implicit step with Wilkinson's shift: the bulge is chased from `to` back to `from`. */
function chase(work: Tridiagonal, { from, to, step }: Block): void {
  const { diagonal: d, beside: e } = work;
  const last = besideOf(from, step);
  const half = (d[from + step]! - d[from]!) / (2 * e[last]!);
  let g = d[to]! - d[from]! + e[last]! / (half + copySign(hypotenuse(half, 1), half));
  let [cosine, sine, shift] = [1, 1, 0];
  for (let k = to; k !== from; k -= step) {
    const beside = besideOf(k - step, step);
    const f = sine * e[beside]!;
    const b = cosine * e[beside]!;
    const rotation = planeRotation(g, f);
    cosine = rotation.cosine;
    sine = rotation.sine;
    if (k !== to) e[besideOf(k, step)] = rotation.length;
    g = d[k]! - shift;
    const r = (d[k - step]! - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[k] = g + shift;
    g = cosine * r - b;
    rotate(work, Math.min(k, k - step), cosine, step > 0 ? -sine : sine);
  }
  d[from] = d[from]! - shift;
  e[last] = g;
}

/** Turns columns j and j + 1 of the vectors. */
function rotate({ q, size }: Tridiagonal, j: number, cosine: number, sine: number): void {
  if (cosine === 1 && sine === 0) return;
  const start = j * size;
  for (let i = start; i < start + size; i++) {
    const next = q[i + size]!;
    q[i + size] = cosine * next - sine * q[i]!;
    q[i] = sine * next + cosine * q[i]!;
  }
}

/** By selection, the fewest swaps of columns. */
function sortPairs({ size, diagonal: d, q }: Tridiagonal): void {
  for (let i = 0; i + 1 < size; i++) {
    let k = i;
    for (let j = i + 1; j < size; j++) if (d[j]! < d[k]!) k = j;
    if (k === i) continue;
    [d[i], d[k]] = [d[k]!, d[i]!];
    const column = q.slice(i * size, (i + 1) * size);
    q.copyWithin(i * size, k * size, (k + 1) * size);
    q.set(column, k * size);
  }
}
