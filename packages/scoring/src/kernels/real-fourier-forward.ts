/**
 * The passes of the forward transform for the factors 2 to 5. Before a pass number i of group k of part j stands at
 * i + length (k + count j), after it number i of part j of group k at i + length (j + factor k). Numbers 1 and 2, 3 and
 * 4 and so on are real and imaginary parts; of the results each second part runs backwards.
 */

import { DIAGONAL } from './complex-points.ts';
import { cosinesOfFirst, cosinesOfSecond, sinesOfFirst, sinesOfSecond } from './fifth-roots.ts';
import { type Pass, SINE_THIRD } from './fourier-pass.ts';

export function forwardTwo(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const out = 2 * a;
    const back = out + length;
    to[out] = from[a]! + from[b]!;
    to[back + length - 1] = from[a]! - from[b]!;
    for (let i = 2; i < length; i += 2) {
      const mirror = back + length - i;
      to[out + i - 1] = from[a + i - 1]! + from[b + i - 1]!;
      to[out + i] = from[a + i]! + from[b + i]!;
      to[mirror - 1] = from[a + i - 1]! - from[b + i - 1]!;
      to[mirror] = from[b + i]! - from[a + i]!;
    }
    if (length % 2 > 0) continue;
    to[back] = -from[b + length - 1]!;
    to[back - 1] = from[a + length - 1]!;
  }
}

export function forwardThree(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const c = b + length * count;
    const out = 3 * a;
    const back = out + length;
    const last = back + length;
    const sum = from[b]! + from[c]!;
    to[out] = from[a]! + sum;
    to[last] = SINE_THIRD * (from[c]! - from[b]!);
    to[last - 1] = from[a]! - 0.5 * sum;
    for (let i = 2; i < length; i += 2) {
      const realSum = from[b + i - 1]! + from[c + i - 1]!;
      const imaginarySum = from[b + i]! + from[c + i]!;
      const real = from[a + i - 1]! - 0.5 * realSum;
      const imaginary = from[a + i]! - 0.5 * imaginarySum;
      const realSide = SINE_THIRD * (from[b + i]! - from[c + i]!);
      const imaginarySide = SINE_THIRD * (from[c + i - 1]! - from[b + i - 1]!);
      const mirror = back + length - i;
      to[out + i - 1] = from[a + i - 1]! + realSum;
      to[out + i] = from[a + i]! + imaginarySum;
      to[mirror - 1] = real - realSide;
      to[mirror] = imaginarySide - imaginary;
      to[last + i - 1] = real + realSide;
      to[last + i] = imaginary + imaginarySide;
    }
  }
}

export function forwardFour(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const c = b + length * count;
    const d = c + length * count;
    const out = 4 * a;
    const back = out + length;
    const third = back + length;
    const last = third + length;
    const outer = from[b]! + from[d]!;
    const inner = from[a]! + from[c]!;
    to[out] = outer + inner;
    to[last + length - 1] = inner - outer;
    to[third - 1] = from[a]! - from[c]!;
    to[third] = from[d]! - from[b]!;
    for (let i = 2; i < length; i += 2) {
      const outerReal = from[b + i - 1]! + from[d + i - 1]!;
      const outerImaginary = from[b + i]! + from[d + i]!;
      const innerReal = from[a + i - 1]! + from[c + i - 1]!;
      const innerImaginary = from[a + i]! + from[c + i]!;
      const outerRealSide = from[d + i - 1]! - from[b + i - 1]!;
      const outerImaginarySide = from[b + i]! - from[d + i]!;
      const innerRealSide = from[a + i - 1]! - from[c + i - 1]!;
      const innerImaginarySide = from[a + i]! - from[c + i]!;
      const mirror = length - i;
      to[out + i - 1] = outerReal + innerReal;
      to[out + i] = outerImaginary + innerImaginary;
      to[back + mirror - 1] = innerRealSide - outerImaginarySide;
      to[back + mirror] = outerRealSide - innerImaginarySide;
      to[third + i - 1] = outerImaginarySide + innerRealSide;
      to[third + i] = outerRealSide + innerImaginarySide;
      to[last + mirror - 1] = innerReal - outerReal;
      to[last + mirror] = outerImaginary - innerImaginary;
    }
    if (length % 2 > 0) continue;
    const end = length - 1;
    const imaginary = -DIAGONAL * (from[b + end]! + from[d + end]!);
    const real = DIAGONAL * (from[b + end]! - from[d + end]!);
    to[out + end] = real + from[a + end]!;
    to[third + end] = from[a + end]! - real;
    to[back] = imaginary - from[c + end]!;
    to[last] = imaginary + from[c + end]!;
  }
}

export function forwardFive(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const c = b + length * count;
    const d = c + length * count;
    const e = d + length * count;
    const out = 5 * a;
    const back = out + length;
    const third = back + length;
    const fourth = third + length;
    const last = fourth + length;
    const near = from[e]! + from[b]!;
    const nearSide = from[e]! - from[b]!;
    const far = from[d]! + from[c]!;
    const farSide = from[d]! - from[c]!;
    to[out] = from[a]! + near + far;
    to[third - 1] = cosinesOfFirst(from[a]!, near, far);
    to[third] = sinesOfFirst(nearSide, farSide);
    to[last - 1] = cosinesOfSecond(from[a]!, near, far);
    to[last] = sinesOfSecond(nearSide, farSide);
    for (let i = 2; i < length; i += 2) {
      const real = from[a + i - 1]!;
      const nearReal = from[b + i - 1]! + from[e + i - 1]!;
      const nearRealSide = from[e + i - 1]! - from[b + i - 1]!;
      const farReal = from[c + i - 1]! + from[d + i - 1]!;
      const farRealSide = from[d + i - 1]! - from[c + i - 1]!;
      const imaginary = from[a + i]!;
      const nearImaginary = from[b + i]! + from[e + i]!;
      const nearImaginarySide = from[b + i]! - from[e + i]!;
      const farImaginary = from[c + i]! + from[d + i]!;
      const farImaginarySide = from[c + i]! - from[d + i]!;

      const real1 = cosinesOfFirst(real, nearReal, farReal);
      const imaginary1 = cosinesOfFirst(imaginary, nearImaginary, farImaginary);
      const real2 = cosinesOfSecond(real, nearReal, farReal);
      const imaginary2 = cosinesOfSecond(imaginary, nearImaginary, farImaginary);
      const realSide1 = sinesOfFirst(nearImaginarySide, farImaginarySide);
      const imaginarySide1 = sinesOfFirst(nearRealSide, farRealSide);
      const realSide2 = sinesOfSecond(nearImaginarySide, farImaginarySide);
      const imaginarySide2 = sinesOfSecond(nearRealSide, farRealSide);

      const mirror = length - i;
      to[out + i - 1] = real + nearReal + farReal;
      to[out + i] = imaginary + nearImaginary + farImaginary;
      to[third + i - 1] = real1 + realSide1;
      to[back + mirror - 1] = real1 - realSide1;
      to[third + i] = imaginary1 + imaginarySide1;
      to[back + mirror] = imaginarySide1 - imaginary1;
      to[last + i - 1] = real2 + realSide2;
      to[fourth + mirror - 1] = real2 - realSide2;
      to[last + i] = imaginary2 + imaginarySide2;
      to[fourth + mirror] = imaginarySide2 - imaginary2;
    }
  }
}
