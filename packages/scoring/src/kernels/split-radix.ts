/**
 * The discrete Fourier transform of a power of two of complex numbers, in place: real and imaginary parts in turn. The
 * sums are those of Ooura's split radix transform as JTransforms has it, down to the signs of zeros.
 */

import { conjugateStep, type Part, plainStep, quarterParts } from './split-radix-parts.ts';
import { firstRoots } from './split-radix-roots.ts';

type Transform = (a: Float64Array) => void;

/** Named for the sign of the exponent: X[k] = sum of x[j] e^(+-2 pi i j k / points). */
export interface SplitRadix {
  readonly positive: Transform;
  readonly negative: Transform;
}

/** Up to this many points the negative transform is the positive one with its results in the opposite order. */
const FEW_POINTS = 16;

export function splitRadix(points: number): SplitRadix {
  const swaps = bitReversal(points);
  if (points > FEW_POINTS) return splitMany(points, swaps);
  const { plain } = quarterParts(2 * points);
  const positive: Transform = (a) => {
    plain(a, 0);
    swapPoints(a, swaps);
  };
  const negative: Transform = (a) => {
    positive(a);
    reverseOrder(a);
  };
  return { positive, negative };
}

function splitMany(points: number, swaps: Int32Array): SplitRadix {
  const quarter = points / 2;
  const { plain, turned } = quarterParts(quarter);
  const roots = firstRoots(quarter / 2);
  const transformAfter = (a: Float64Array, step: Part) => {
    step(a, 0);
    plain(a, 0);
    turned(a, quarter);
    plain(a, 2 * quarter);
    plain(a, 3 * quarter);
    swapPoints(a, swaps);
  };
  const step = plainStep(quarter, roots);
  const stepOfConjugates = conjugateStep(quarter, roots);
  return {
    positive: (a) => transformAfter(a, step),
    negative(a) {
      transformAfter(a, stepOfConjugates);
      conjugate(a);
    },
  };
}

/** Pairs of places in the array, to be swapped. */
function bitReversal(points: number): Int32Array {
  const bits = 31 - Math.clz32(points);
  const palindromes = 2 ** Math.ceil(bits / 2);
  const pairs = new Int32Array(points - palindromes);
  let at = 0;
  for (let point = 0, reversed = 0; point < points; point++) {
    if (point < reversed) {
      pairs[at++] = 2 * point;
      pairs[at++] = 2 * reversed;
    }
    let carry = points >> 1;
    for (; (reversed & carry) !== 0; carry >>= 1) reversed ^= carry;
    reversed ^= carry;
  }
  return pairs;
}

function swapPoints(a: Float64Array, swaps: Int32Array): void {
  for (let k = 0; k < swaps.length; k += 2) swapPoint(a, swaps[k]!, swaps[k + 1]!);
}

/** All but the first point. */
function reverseOrder(a: Float64Array): void {
  for (let low = 2, high = a.length - 2; low < high; low += 2, high -= 2) swapPoint(a, low, high);
}

function swapPoint(a: Float64Array, at: number, other: number): void {
  const real = a[at]!;
  const imaginary = a[at + 1]!;
  a[at] = a[other]!;
  a[at + 1] = a[other + 1]!;
  a[other] = real;
  a[other + 1] = imaginary;
}

function conjugate(a: Float64Array): void {
  for (let at = 1; at < a.length; at += 2) a[at] = -a[at]!;
}
