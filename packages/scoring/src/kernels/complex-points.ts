/** Arithmetic in place on complex numbers: real and imaginary part stand side by side in an array. */

/** cos(pi / 4), also sin(pi / 4). */
export const DIAGONAL = Math.SQRT1_2;

/** Times cosine + i sine. */
export function rotate(a: Float64Array, at: number, cosine: number, sine: number): void {
  const real = a[at]!;
  const imaginary = a[at + 1]!;
  a[at] = cosine * real - sine * imaginary;
  a[at + 1] = cosine * imaginary + sine * real;
}

/** Times e^(i pi / 4). */
export function rotateEighth(a: Float64Array, at: number): void {
  const real = a[at]!;
  const imaginary = a[at + 1]!;
  a[at] = DIAGONAL * (real - imaginary);
  a[at + 1] = DIAGONAL * (imaginary + real);
}

/** Times e^(3 i pi / 4). */
export function rotateThreeEighths(a: Float64Array, at: number): void {
  const real = a[at]!;
  const imaginary = a[at + 1]!;
  a[at] = -DIAGONAL * (real + imaginary);
  a[at + 1] = -DIAGONAL * (imaginary - real);
}

/** Times i. */
export function rotateQuarter(a: Float64Array, at: number): void {
  const real = a[at]!;
  a[at] = -a[at + 1]!;
  a[at + 1] = real;
}

export function negate(a: Float64Array, at: number): void {
  a[at] = -a[at]!;
  a[at + 1] = -a[at + 1]!;
}

/** The sum at the first place, the difference at the second. */
export function addSubtract(a: Float64Array, first: number, second: number): void {
  const real = a[second]!;
  const imaginary = a[second + 1]!;
  a[second] = a[first]! - real;
  a[second + 1] = a[first + 1]! - imaginary;
  a[first] = a[first]! + real;
  a[first + 1] = a[first + 1]! + imaginary;
}

/** Four numbers x, `step` doubles apart, become x0 + x2 +- (x1 + x3), then x0 - x2 +- i (x1 - x3). */
export function cross(a: Float64Array, at: number, step: number): void {
  const second = at + step;
  const third = second + step;
  const fourth = third + step;
  const realSum = a[at]! + a[third]!;
  const imaginarySum = a[at + 1]! + a[third + 1]!;
  const realDifference = a[at]! - a[third]!;
  const imaginaryDifference = a[at + 1]! - a[third + 1]!;
  const otherRealSum = a[second]! + a[fourth]!;
  const otherImaginarySum = a[second + 1]! + a[fourth + 1]!;
  const otherRealDifference = a[second]! - a[fourth]!;
  const otherImaginaryDifference = a[second + 1]! - a[fourth + 1]!;
  a[at] = realSum + otherRealSum;
  a[at + 1] = imaginarySum + otherImaginarySum;
  a[second] = realSum - otherRealSum;
  a[second + 1] = imaginarySum - otherImaginarySum;
  a[third] = realDifference - otherImaginaryDifference;
  a[third + 1] = imaginaryDifference + otherRealDifference;
  a[fourth] = realDifference + otherImaginaryDifference;
  a[fourth + 1] = imaginaryDifference - otherRealDifference;
}

/** The same of the conjugates of x. */
export function crossConjugates(a: Float64Array, at: number, step: number): void {
  const second = at + step;
  const third = second + step;
  const fourth = third + step;
  const realSum = a[at]! + a[third]!;
  const imaginarySum = -a[at + 1]! - a[third + 1]!;
  const realDifference = a[at]! - a[third]!;
  const imaginaryDifference = -a[at + 1]! + a[third + 1]!;
  const otherRealSum = a[second]! + a[fourth]!;
  const otherImaginarySum = a[second + 1]! + a[fourth + 1]!;
  const otherRealDifference = a[second]! - a[fourth]!;
  const otherImaginaryDifference = a[second + 1]! - a[fourth + 1]!;
  a[at] = realSum + otherRealSum;
  a[at + 1] = imaginarySum - otherImaginarySum;
  a[second] = realSum - otherRealSum;
  a[second + 1] = imaginarySum + otherImaginarySum;
  a[third] = realDifference + otherImaginaryDifference;
  a[third + 1] = imaginaryDifference + otherRealDifference;
  a[fourth] = realDifference - otherImaginaryDifference;
  a[fourth + 1] = imaginaryDifference - otherRealDifference;
}

/** Four numbers x, `step` doubles apart, become x0 + i x2, x1 + i x3, x0 - i x2, x1 - i x3. */
export function spread(a: Float64Array, at: number, step: number): void {
  addSubtractQuarter(a, at, at + 2 * step);
  addSubtractQuarter(a, at + step, at + 3 * step);
}

/** x + i y at the place of x, x - i y at that of y. */
export function addSubtractQuarter(a: Float64Array, first: number, second: number): void {
  const real = a[second]!;
  const imaginary = a[second + 1]!;
  a[second] = a[first]! + imaginary;
  a[second + 1] = a[first + 1]! - real;
  a[first] = a[first]! - imaginary;
  a[first + 1] = a[first + 1]! + real;
}
