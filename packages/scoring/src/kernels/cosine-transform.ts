import { type ComplexArray, cosineOfTurn, fourierTransform } from './fourier.ts';

/** Transforms the elements; the result has as many. */
export type CosineTransform = (x: Float64Array) => Float64Array;

/** The orthonormal DCT-II: y[k] = s[k] sum of x[j] cos(pi (2 j + 1) k / 2 n), s[0] = sqrt(1 / n), s[k] = sqrt(2 / n). */
export function cosineTransform(size: number): CosineTransform {
  const transform = fourierTransform(size);
  const twists = quarterRoots(size);
  return (x) => {
    const { re, im } = transform({ re: interleave(x), im: new Float64Array(size) });
    return re.map((real, k) => scaleOf(k, size) * (real * twists.re[k]! - im[k]! * twists.im[k]!));
  };
}

/** Its inverse, the orthonormal DCT-III. */
export function inverseCosineTransform(size: number): CosineTransform {
  const transform = fourierTransform(size);
  const twists = quarterRoots(size);
  return (y) => {
    const re = new Float64Array(size);
    const im = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      // But for the first, each element comes in at two places, with half its weight.
      const a = k === 0 ? y[0]! * scaleOf(0, size) : (y[k]! * scaleOf(k, size)) / 2;
      const b = k === 0 ? 0 : (y[size - k]! * scaleOf(k, size)) / 2;
      // The conjugate of what is to be transformed back: the real parts come out the same.
      re[k] = a * twists.re[k]! - b * twists.im[k]!;
      im[k] = a * twists.im[k]! + b * twists.re[k]!;
    }
    return separate(transform({ re, im }).re);
  };
}

function scaleOf(k: number, size: number): number {
  return Math.sqrt((k === 0 ? 1 : 2) / size);
}

/** e^(-pi i k / 2 n). */
function quarterRoots(size: number): ComplexArray {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    re[k] = cosineOfTurn(k, 4 * size);
    im[k] = cosineOfTurn(k + size, 4 * size);
  }
  return { re, im };
}

/** The even places in order, then the odd ones backwards. */
function interleave(x: Float64Array): Float64Array {
  return x.map((_, j) => x[2 * j < x.length ? 2 * j : 2 * (x.length - j) - 1]!);
}

function separate(x: Float64Array): Float64Array {
  return x.map((_, j) => x[j % 2 === 0 ? j / 2 : x.length - (j + 1) / 2]!);
}
