/** The passes of transforms of real numbers for any odd factor. The layouts are those of the passes of small factors. */

import type { Pass } from './fourier-pass.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

/** Leaves the result where the numbers stood; the parts are rotated already. */
export function forwardGeneral(a: Float64Array, scratch: Float64Array, pass: Pass): void {
  scratch.set(a);
  foldParts(scratch, a, pass);
  combineParts(a, scratch, pass);
  const { factor, length, count } = pass;
  const size = length * count;
  addParts(a, scratch, pass);
  for (let k = 0; k < count; k++) {
    const first = length * k;
    const out = factor * first;
    for (let i = 0; i < length; i++) a[out + i] = scratch[first + i]!;
    for (let part = 1; 2 * part < factor; part++) {
      const low = first + part * size;
      const high = first + (factor - part) * size;
      const ahead = out + 2 * part * length;
      a[ahead - 1] = scratch[low]!;
      a[ahead] = scratch[high]!;
      for (let i = 2; i < length; i += 2) {
        const mirror = ahead - i;
        a[ahead + i - 1] = scratch[low + i - 1]! + scratch[high + i - 1]!;
        a[ahead + i] = scratch[low + i]! + scratch[high + i]!;
        a[mirror - 1] = scratch[low + i - 1]! - scratch[high + i - 1]!;
        a[mirror] = scratch[high + i]! - scratch[low + i]!;
      }
    }
  }
}

/** Of parts opposite each other the sums, then the differences: of the complex numbers times i. */
function foldParts(from: Float64Array, to: Float64Array, { factor, length, count }: Pass): void {
  const size = length * count;
  for (let part = 1; 2 * part < factor; part++) {
    for (let k = 0; k < size; k += length) {
      const low = part * size + k;
      const high = (factor - part) * size + k;
      to[low] = from[low]! + from[high]!;
      to[high] = from[high]! - from[low]!;
      for (let i = 2; i < length; i += 2) {
        to[low + i - 1] = from[low + i - 1]! + from[high + i - 1]!;
        to[low + i] = from[low + i]! + from[high + i]!;
        to[high + i - 1] = from[low + i]! - from[high + i]!;
        to[high + i] = from[high + i - 1]! - from[low + i - 1]!;
      }
    }
  }
}

/** Leaves the result where the numbers stood; the parts are rotated already. */
export function backwardGeneral(a: Float64Array, scratch: Float64Array, pass: Pass): void {
  const { factor, length, count } = pass;
  const size = length * count;
  for (let k = 0; k < count; k++) {
    const first = length * k;
    const out = factor * first;
    for (let i = 0; i < length; i++) scratch[first + i] = a[out + i]!;
    for (let part = 1; 2 * part < factor; part++) {
      const low = first + part * size;
      const high = first + (factor - part) * size;
      const ahead = out + 2 * part * length;
      scratch[low] = 2 * a[ahead - 1]!;
      scratch[high] = 2 * a[ahead]!;
      for (let i = 2; i < length; i += 2) {
        const mirror = ahead - i;
        scratch[low + i - 1] = a[ahead + i - 1]! + a[mirror - 1]!;
        scratch[high + i - 1] = a[ahead + i - 1]! - a[mirror - 1]!;
        scratch[low + i] = a[ahead + i]! - a[mirror]!;
        scratch[high + i] = a[ahead + i]! + a[mirror]!;
      }
    }
  }
  combineParts(scratch, a, pass);
  addParts(scratch, scratch, pass);
  unfoldParts(a, scratch, pass);
  a.set(scratch);
}

function unfoldParts(from: Float64Array, to: Float64Array, { factor, length, count }: Pass): void {
  const size = length * count;
  for (let part = 1; 2 * part < factor; part++) {
    for (let k = 0; k < size; k += length) {
      const low = part * size + k;
      const high = (factor - part) * size + k;
      to[low] = from[low]! - from[high]!;
      to[high] = from[low]! + from[high]!;
      for (let i = 2; i < length; i += 2) {
        to[low + i - 1] = from[low + i - 1]! - from[high + i]!;
        to[high + i - 1] = from[low + i - 1]! + from[high + i]!;
        to[low + i] = from[low + i]! + from[high + i - 1]!;
        to[high + i] = from[low + i]! - from[high + i - 1]!;
      }
    }
  }
}

/**
 * A discrete Fourier transform across the parts, but of the first: of the sums with cosines, of the differences with
 * sines. Each root comes of the one before by the addition theorem.
 */
function combineParts(from: Float64Array, to: Float64Array, { factor, length, count }: Pass): void {
  const size = length * count;
  const cosine = tabledCosine((2 * Math.PI) / factor);
  const sine = tabledSine((2 * Math.PI) / factor);
  let [real, imaginary] = [1, 0];
  for (let part = 1; 2 * part < factor; part++) {
    [real, imaginary] = [cosine * real - sine * imaginary, cosine * imaginary + sine * real];
    const low = part * size;
    const high = (factor - part) * size;
    for (let i = 0; i < size; i++) {
      to[low + i] = from[i]! + real * from[size + i]!;
      to[high + i] = imaginary * from[(factor - 1) * size + i]!;
    }
    let [powerReal, powerImaginary] = [real, imaginary];
    for (let other = 2; 2 * other < factor; other++) {
      [powerReal, powerImaginary] = [
        real * powerReal - imaginary * powerImaginary,
        real * powerImaginary + imaginary * powerReal,
      ];
      const sum = other * size;
      const difference = (factor - other) * size;
      for (let i = 0; i < size; i++) {
        to[low + i] = to[low + i]! + powerReal * from[sum + i]!;
        to[high + i] = to[high + i]! + powerImaginary * from[difference + i]!;
      }
    }
  }
}

/** To the first part all sums. */
function addParts(from: Float64Array, to: Float64Array, { factor, length, count }: Pass): void {
  const size = length * count;
  for (let part = 1; 2 * part < factor; part++) {
    for (let i = 0; i < size; i++) to[i] = to[i]! + from[part * size + i]!;
  }
}
