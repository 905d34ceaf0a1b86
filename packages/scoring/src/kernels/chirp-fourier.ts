import { type SplitRadix, splitRadix } from './split-radix.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

/**
 * The transform of real numbers of sizes with large factors, an even number, by Bluestein's algorithm: a convolution
 * with a chirp, for which two transforms of a power of two do. The order of operations is that of JTransforms.
 */
export function chirpFourier(size: number) {
  const points = 2 ** (32 - Math.clz32(2 * size - 2));
  const fourier = splitRadix(points);
  const chirp = chirpOf(size);
  const spectrum = spectrumOf(chirp, { points, fourier });
  const b = new Float64Array(2 * points);
  return {
    forward(a: Float64Array): void {
      b.fill(0);
      for (let k = 0; k < size; k++) {
        b[2 * k] = a[k]! * chirp[2 * k]!;
        b[2 * k + 1] = -a[k]! * chirp[2 * k + 1]!;
      }
      fourier.negative(b);
      multiply(b, spectrum);
      fourier.positive(b);
      a[0] = realPart(chirp, b, 0);
      a[size - 1] = realPart(chirp, b, size);
      for (let at = 2; at < size; at += 2) {
        a[at - 1] = realPart(chirp, b, at);
        a[at] = -chirp[at + 1]! * b[at]! + chirp[at]! * b[at + 1]!;
      }
    },
    backward(a: Float64Array): void {
      b.fill(0);
      b[0] = a[0]! * chirp[0]!;
      b[1] = a[0]! * chirp[1]!;
      for (let at = 2; at < size; at += 2) {
        const [real, imaginary] = [a[at - 1]!, a[at]!];
        const mirror = 2 * size - at;
        b[at] = real * chirp[at]! - imaginary * chirp[at + 1]!;
        b[at + 1] = real * chirp[at + 1]! + imaginary * chirp[at]!;
        b[mirror] = real * chirp[mirror]! + imaginary * chirp[mirror + 1]!;
        b[mirror + 1] = real * chirp[mirror + 1]! - imaginary * chirp[mirror]!;
      }
      b[size] = a[size - 1]! * chirp[size]!;
      b[size + 1] = a[size - 1]! * chirp[size + 1]!;
      fourier.negative(b);
      multiplyConjugate(b, spectrum);
      fourier.positive(b);
      for (let k = 0; k < size; k++) a[k] = chirp[2 * k]! * b[2 * k]! - chirp[2 * k + 1]! * b[2 * k + 1]!;
    },
  };
}

/** e^(i pi k^2 / size). */
function chirpOf(size: number): Float64Array {
  const chirp = new Float64Array(2 * size);
  const unit = Math.PI / size;
  let square = 0;
  for (let k = 0; k < size; k++) {
    chirp[2 * k] = tabledCosine(unit * square);
    chirp[2 * k + 1] = tabledSine(unit * square);
    square = (square + 2 * k + 1) % (2 * size);
  }
  return chirp;
}

function spectrumOf(
  chirp: Float64Array,
  { points, fourier }: { readonly points: number; readonly fourier: SplitRadix },
): Float64Array {
  const spectrum = new Float64Array(2 * points);
  const scale = 1 / points;
  for (let at = 0; at < chirp.length; at += 2) {
    const mirror = at === 0 ? 0 : 2 * points - at;
    spectrum[at] = spectrum[mirror] = chirp[at]! * scale;
    spectrum[at + 1] = spectrum[mirror + 1] = chirp[at + 1]! * scale;
  }
  fourier.negative(spectrum);
  return spectrum;
}

/** Of the conjugate of a number of the chirp times one of b. */
function realPart(chirp: Float64Array, b: Float64Array, at: number): number {
  return chirp[at]! * b[at]! + chirp[at + 1]! * b[at + 1]!;
}

function multiply(b: Float64Array, factors: Float64Array): void {
  for (let at = 0; at < b.length; at += 2) {
    const imaginary = b[at]! * factors[at + 1]! + b[at + 1]! * factors[at]!;
    b[at] = b[at]! * factors[at]! - b[at + 1]! * factors[at + 1]!;
    b[at + 1] = imaginary;
  }
}

function multiplyConjugate(b: Float64Array, factors: Float64Array): void {
  for (let at = 0; at < b.length; at += 2) {
    const imaginary = -b[at]! * factors[at + 1]! + b[at + 1]! * factors[at]!;
    b[at] = b[at]! * factors[at]! + b[at + 1]! * factors[at + 1]!;
    b[at + 1] = imaginary;
  }
}
