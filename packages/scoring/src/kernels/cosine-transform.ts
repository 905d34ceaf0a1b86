import { realFourier } from './real-fourier.ts';
import { splitRadix } from './split-radix.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

/** Replaces the elements, one or more. */
export type CosineTransform = (a: Float64Array) => void;

/**
 * Both for vectors of one size; the inverse undoes the forward one. The order of operations is that of JTransforms'
 * DoubleDCT_1D: for powers of two it is Ooura's, for others a transform of the vector and its mirror image.
 */
export interface CosineTransforms {
  /** The orthonormal DCT-II: y[k] = s[k] sum of x[j] cos(pi (2 j + 1) k / 2 n), s[0] = sqrt(1 / n), s[k] = sqrt(2 / n). */
  readonly forward: CosineTransform;
  /** The orthonormal DCT-III. */
  readonly inverse: CosineTransform;
}

export function cosineTransforms(size: number): CosineTransforms {
  if (size === 1) return { forward: () => {}, inverse: () => {} };
  return (size & (size - 1)) === 0 ? powerOfTwo(size) : mirrored(size);
}

function powerOfTwo(size: number): CosineTransforms {
  const fourier = splitRadix(size / 2);
  const halves = halvedCosines(size);
  const scale = Math.sqrt(2 / size);
  return {
    forward(a) {
      const last = a[size - 1]!;
      for (let k = size - 2; k >= 2; k -= 2) {
        const before = a[k - 1]!;
        a[k + 1] = a[k]! - before;
        a[k] = a[k]! + before;
      }
      a[1] = a[0]! - last;
      a[0] = a[0]! + last;
      mixMirrored(a, halves, 1);
      fourier.negative(a);
      rotateMirrored(a, halves);
      for (let k = 0; k < size; k++) a[k] = a[k]! * scale;
      a[0] = a[0]! / Math.SQRT2;
    },
    inverse(a) {
      for (let k = 0; k < size; k++) a[k] = a[k]! * scale;
      a[0] = a[0]! / Math.SQRT2;
      rotateMirrored(a, halves);
      fourier.positive(a);
      mixMirrored(a, halves, -1);
      const last = a[0]! - a[1]!;
      a[0] = a[0]! + a[1]!;
      for (let k = 2; k < size; k += 2) {
        a[k - 1] = a[k]! - a[k + 1]!;
        a[k] = a[k]! + a[k + 1]!;
      }
      a[size - 1] = last;
    },
  };
}

/** cos(pi k / 2 size) / 2; the first is not halved. */
function halvedCosines(size: number): Float64Array {
  const halves = new Float64Array(size);
  const unit = Math.PI / 4 / (size / 2);
  halves[0] = Math.SQRT1_2;
  halves[size / 2] = 0.5 * Math.SQRT1_2;
  for (let k = 1; 2 * k < size; k++) {
    halves[k] = 0.5 * tabledCosine(unit * k);
    halves[size - k] = 0.5 * tabledSine(unit * k);
  }
  return halves;
}

/** Makes of the transform of complex numbers that of real ones, or prepares the way back. */
function mixMirrored(a: Float64Array, halves: Float64Array, sign: 1 | -1): void {
  const size = a.length;
  for (let low = 2; low < size / 2; low += 2) {
    const high = size - low;
    const cosine = 0.5 - halves[size - 2 * low]!;
    const sine = sign * halves[2 * low]!;
    const real = a[low]! - a[high]!;
    const imaginary = a[low + 1]! + a[high + 1]!;
    const realPart = cosine * real + sine * imaginary;
    const imaginaryPart = cosine * imaginary - sine * real;
    a[low] = a[low]! - realPart;
    a[low + 1] = a[low + 1]! - imaginaryPart;
    a[high] = a[high]! + realPart;
    a[high + 1] = a[high + 1]! - imaginaryPart;
  }
}

/** Rotates the elements k and size - k by a quarter turn k / size, less an eighth. */
function rotateMirrored(a: Float64Array, halves: Float64Array): void {
  const size = a.length;
  for (let low = 1; low < size / 2; low++) {
    const high = size - low;
    const difference = halves[low]! - halves[high]!;
    const sum = halves[low]! + halves[high]!;
    const rotated = sum * a[low]! - difference * a[high]!;
    a[low] = difference * a[low]! + sum * a[high]!;
    a[high] = rotated;
  }
  a[size / 2] = a[size / 2]! * halves[0]!;
}

function mirrored(size: number): CosineTransforms {
  const fourier = realFourier(2 * size);
  const twists = quarterRoots(size);
  const both = new Float64Array(2 * size);
  const last = both.length - 1;
  const root = Math.sqrt(2 * size);
  return {
    forward(a) {
      for (let k = 0; k < size; k++) both[k] = both[last - k] = a[k]!;
      fourier.forward(both);
      a[0] = twists[0]! * both[0]! - twists[1]! * both[last]!;
      for (let k = 1; k < size; k++) {
        a[k] = twists[2 * k]! * both[2 * k - 1]! - twists[2 * k + 1]! * both[2 * k]!;
      }
      for (let k = 0; k < size; k++) a[k] = a[k]! * (1 / root);
      a[0] = a[0]! / Math.SQRT2;
    },
    inverse(a) {
      for (let k = 0; k < size; k++) a[k] = a[k]! * root;
      a[0] = a[0]! * Math.SQRT2;
      both[0] = twists[0]! * a[0]!;
      both[last] = -twists[1]! * a[0]!;
      for (let k = 1; k < size; k++) {
        both[2 * k - 1] = twists[2 * k]! * a[k]!;
        both[2 * k] = -twists[2 * k + 1]! * a[k]!;
      }
      fourier.backward(both);
      const scale = 1 / both.length;
      for (let k = 0; k < size; k++) a[k] = both[k]! * scale;
    },
  };
}

/** e^(-pi i k / 2 size), real and imaginary parts in turn. */
function quarterRoots(size: number): Float64Array {
  const roots = new Float64Array(2 * size);
  const unit = Math.PI / (2 * size);
  roots[0] = 1;
  for (let k = 1; k < size; k++) {
    roots[2 * k] = tabledCosine(unit * k);
    roots[2 * k + 1] = -tabledSine(unit * k);
  }
  return roots;
}
