/**
 * The passes of a mixed radix transform of real numbers: one for each factor of the size. The order of factors and of
 * operations is that of FFTPACK, as JTransforms has it.
 */

import { rotate } from './complex-points.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

export const SINE_THIRD = 0.8660254037844387;

export interface Pass {
  readonly factor: number;
  /** The product of the factors after this one: so many numbers stand together. */
  readonly length: number;
  /** The product of the factors before this one. */
  readonly count: number;
  /** Cosines and sines in turn: `length` doubles for each part but the first. */
  readonly roots: Float64Array;
}

/** In the order of the backward transform. */
export function fourierPasses(size: number): readonly Pass[] {
  const passes: Pass[] = [];
  let count = 1;
  for (const factor of fourierFactors(size)) {
    const length = size / (count * factor);
    passes.push({ factor, length, count, roots: passRoots(size, { factor, length, count }) });
    count *= factor;
  }
  return passes;
}

/** The 2 that fours leave, then fours, threes, fives and larger primes. */
function fourierFactors(size: number): readonly number[] {
  const factors: number[] = [];
  let rest = size;
  const divideBy = (factor: number) => {
    for (; rest % factor === 0; rest /= factor) factors.push(factor);
  };
  divideBy(4);
  if (rest % 2 === 0) {
    factors.unshift(2);
    rest /= 2;
  }
  for (let factor = 3; rest > 1; factor += 2) divideBy(factor);
  return factors;
}

/** What the factors 2, 3 and 5 leave of a size. */
export function largeFactors(size: number): number {
  let rest = size;
  for (const factor of [2, 3, 5]) for (; rest % factor === 0; rest /= factor);
  return rest;
}

function passRoots(size: number, { factor, length, count }: Omit<Pass, 'roots'>): Float64Array {
  const roots = new Float64Array((factor - 1) * length);
  const unit = (2 * Math.PI) / size;
  for (let part = 1; part < factor; part++) {
    const step = part * count * unit;
    for (let k = 0; 2 * k + 2 < length; k++) {
      const at = (part - 1) * length + 2 * k;
      roots[at] = tabledCosine((k + 1) * step);
      roots[at + 1] = tabledSine((k + 1) * step);
    }
  }
  return roots;
}

/** Rotates the complex numbers of all parts but the first, back or forth. */
export function rotateParts(a: Float64Array, { length, count, roots }: Pass, sign: 1 | -1): void {
  for (let root = 0, part = length * count; root < roots.length; root += length, part += length * count) {
    for (let at = part; at < part + length * count; at += length) {
      for (let i = 2; i < length; i += 2) rotate(a, at + i - 1, roots[root + i - 2]!, sign * roots[root + i - 1]!);
    }
  }
}
