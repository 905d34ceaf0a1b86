/** The passes of the backward transform for the factors 2 to 5. The layouts are those of the forward ones, exchanged. */

import { cosinesOfFirst, cosinesOfSecond, sinesOfFirst, sinesOfSecond } from './fifth-roots.ts';
import { type Pass, SINE_THIRD } from './fourier-pass.ts';

export function backwardTwo(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const out = 2 * a;
    const back = out + length;
    to[a] = from[out]! + from[back + length - 1]!;
    to[b] = from[out]! - from[back + length - 1]!;
    for (let i = 2; i < length; i += 2) {
      const mirror = back + length - i;
      to[a + i - 1] = from[out + i - 1]! + from[mirror - 1]!;
      to[a + i] = from[out + i]! - from[mirror]!;
      to[b + i - 1] = from[out + i - 1]! - from[mirror - 1]!;
      to[b + i] = from[out + i]! + from[mirror]!;
    }
    if (length % 2 > 0) continue;
    to[a + length - 1] = 2 * from[back - 1]!;
    to[b + length - 1] = -2 * from[back]!;
  }
}

export function backwardThree(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const c = b + length * count;
    const out = 3 * a;
    const back = out + length;
    const last = back + length;
    const twice = 2 * from[last - 1]!;
    const mean = from[out]! - 0.5 * twice;
    const side = 2 * SINE_THIRD * from[last]!;
    to[a] = from[out]! + twice;
    to[b] = mean - side;
    to[c] = mean + side;
    for (let i = 2; i < length; i += 2) {
      const mirror = back + length - i;
      const realSum = from[last + i - 1]! + from[mirror - 1]!;
      const imaginarySum = from[last + i]! - from[mirror]!;
      const real = from[out + i - 1]! - 0.5 * realSum;
      const imaginary = from[out + i]! - 0.5 * imaginarySum;
      const imaginarySide = SINE_THIRD * (from[last + i - 1]! - from[mirror - 1]!);
      const realSide = SINE_THIRD * (from[last + i]! + from[mirror]!);
      to[a + i - 1] = from[out + i - 1]! + realSum;
      to[a + i] = from[out + i]! + imaginarySum;
      to[b + i - 1] = real - realSide;
      to[b + i] = imaginary + imaginarySide;
      to[c + i - 1] = real + realSide;
      to[c + i] = imaginary - imaginarySide;
    }
  }
}

export function backwardFour(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
  for (let k = 0; k < count; k++) {
    const a = length * k;
    const b = a + length * count;
    const c = b + length * count;
    const d = c + length * count;
    const out = 4 * a;
    const back = out + length;
    const third = back + length;
    const last = third + length;
    const difference = from[out]! - from[last + length - 1]!;
    const sum = from[out]! + from[last + length - 1]!;
    const twiceReal = from[third - 1]! + from[third - 1]!;
    const twiceImaginary = from[third]! + from[third]!;
    to[a] = sum + twiceReal;
    to[b] = difference - twiceImaginary;
    to[c] = sum - twiceReal;
    to[d] = difference + twiceImaginary;
    for (let i = 2; i < length; i += 2) {
      const mirror = length - i;
      const outerReal = from[third + i - 1]! + from[back + mirror - 1]!;
      const outerImaginary = from[third + i]! - from[back + mirror]!;
      const innerReal = from[out + i - 1]! + from[last + mirror - 1]!;
      const innerImaginary = from[out + i]! - from[last + mirror]!;
      const outerRealSide = from[third + i]! + from[back + mirror]!;
      const outerImaginarySide = from[third + i - 1]! - from[back + mirror - 1]!;
      const innerRealSide = from[out + i - 1]! - from[last + mirror - 1]!;
      const innerImaginarySide = from[out + i]! + from[last + mirror]!;
      to[a + i - 1] = innerReal + outerReal;
      to[a + i] = innerImaginary + outerImaginary;
      to[b + i - 1] = innerRealSide - outerRealSide;
      to[b + i] = innerImaginarySide + outerImaginarySide;
      to[c + i - 1] = innerReal - outerReal;
      to[c + i] = innerImaginary - outerImaginary;
      to[d + i - 1] = innerRealSide + outerRealSide;
      to[d + i] = innerImaginarySide - outerImaginarySide;
    }
    if (length % 2 > 0) continue;
    const end = length - 1;
    const imaginary = from[back]! + from[last]!;
    const imaginarySide = from[last]! - from[back]!;
    const realSide = from[out + end]! - from[third + end]!;
    const real = from[out + end]! + from[third + end]!;
    to[a + end] = real + real;
    to[b + end] = Math.SQRT2 * (realSide - imaginary);
    to[c + end] = imaginarySide + imaginarySide;
    to[d + end] = -Math.SQRT2 * (realSide + imaginary);
  }
}

export function backwardFive(from: Float64Array, to: Float64Array, { length, count }: Pass): void {
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
    const near = 2 * from[third - 1]!;
    const nearSide = 2 * from[third]!;
    const far = 2 * from[last - 1]!;
    const farSide = 2 * from[last]!;
    const sum1 = cosinesOfFirst(from[out]!, near, far);
    const sum2 = cosinesOfSecond(from[out]!, near, far);
    const side1 = sinesOfFirst(nearSide, farSide);
    const side2 = sinesOfSecond(nearSide, farSide);
    to[a] = from[out]! + near + far;
    to[b] = sum1 - side1;
    to[c] = sum2 - side2;
    to[d] = sum2 + side2;
    to[e] = sum1 + side1;
    for (let i = 2; i < length; i += 2) {
      const mirror = length - i;
      const real = from[out + i - 1]!;
      const nearReal = from[third + i - 1]! + from[back + mirror - 1]!;
      const nearRealSide = from[third + i - 1]! - from[back + mirror - 1]!;
      const farReal = from[last + i - 1]! + from[fourth + mirror - 1]!;
      const farRealSide = from[last + i - 1]! - from[fourth + mirror - 1]!;
      const imaginary = from[out + i]!;
      const nearImaginary = from[third + i]! - from[back + mirror]!;
      const nearImaginarySide = from[third + i]! + from[back + mirror]!;
      const farImaginary = from[last + i]! - from[fourth + mirror]!;
      const farImaginarySide = from[last + i]! + from[fourth + mirror]!;

      const real1 = cosinesOfFirst(real, nearReal, farReal);
      const imaginary1 = cosinesOfFirst(imaginary, nearImaginary, farImaginary);
      const real2 = cosinesOfSecond(real, nearReal, farReal);
      const imaginary2 = cosinesOfSecond(imaginary, nearImaginary, farImaginary);
      const imaginarySide1 = sinesOfFirst(nearRealSide, farRealSide);
      const realSide1 = sinesOfFirst(nearImaginarySide, farImaginarySide);
      const imaginarySide2 = sinesOfSecond(nearRealSide, farRealSide);
      const realSide2 = sinesOfSecond(nearImaginarySide, farImaginarySide);

      to[a + i - 1] = real + nearReal + farReal;
      to[a + i] = imaginary + nearImaginary + farImaginary;
      to[b + i - 1] = real1 - realSide1;
      to[b + i] = imaginary1 + imaginarySide1;
      to[c + i - 1] = real2 - realSide2;
      to[c + i] = imaginary2 + imaginarySide2;
      to[d + i - 1] = real2 + realSide2;
      to[d + i] = imaginary2 - imaginarySide2;
      to[e + i - 1] = real1 + realSide1;
      to[e + i] = imaginary1 - imaginarySide1;
    }
  }
}
