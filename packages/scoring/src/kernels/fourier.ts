/** Complex numbers: the real parts, and as many imaginary ones. */
export interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** What a discrete Fourier transform costs: about so many steps of four multiplications. */
export function fourierSteps(size: number): number {
  return primeFactors(size).reduce((sum, factor) => sum + factor, 1) * size;
}

/**
 * The discrete Fourier transform of `size` numbers: X[k] = sum of x[j] e^(-2 pi i j k / size). Splits the size into its
 * prime factors; a large one costs its square.
 */
export function fourierTransform(size: number): (x: ComplexArray) => ComplexArray {
  const factors = size === 1 ? [1] : primeFactors(size);
  const roots = unitRoots(size);
  return (x) => transform(x, { start: 0, stride: 1, factors, roots });
}

interface Part {
  /** The numbers of the part: from `start` on each `stride`-th, as many as the product of the factors. */
  readonly start: number;
  readonly stride: number;
  readonly factors: readonly number[];
  /** e^(-2 pi i k / size) of the whole. */
  readonly roots: ComplexArray;
}

function transform(x: ComplexArray, { start, stride, factors, roots }: Part): ComplexArray {
  const factor = factors[0]!;
  const rest = factors.slice(1);
  const parts: Transformed[] = [];
  for (let r = 0; r < factor; r++) {
    const from = start + r * stride;
    if (rest.length === 0) parts.push({ numbers: x, from });
    else parts.push({ numbers: transform(x, { start: from, stride: stride * factor, factors: rest, roots }), from: 0 });
  }
  return join(parts, { length: roots.re.length / (stride * factor), stride, roots });
}

/** The transform of a part stands in `numbers` from here on. */
interface Transformed {
  readonly numbers: ComplexArray;
  readonly from: number;
}

/** X[k] = sum over the parts r of e^(-2 pi i r k / size) X_r[k modulo their length]. */
function join(
  parts: readonly Transformed[],
  { length, stride, roots }: { length: number; stride: number; roots: ComplexArray },
): ComplexArray {
  const size = length * parts.length;
  const all = size * stride;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const at = k % length;
    const step = k * stride;
    let angle = 0;
    let realSum = 0;
    let imaginarySum = 0;
    for (let r = 0; r < parts.length; r++) {
      const { numbers, from } = parts[r]!;
      const a = numbers.re[from + at]!;
      const b = numbers.im[from + at]!;
      const c = roots.re[angle]!;
      const s = roots.im[angle]!;
      realSum += a * c - b * s;
      imaginarySum += a * s + b * c;
      angle += step;
      if (angle >= all) angle -= all;
    }
    re[k] = realSum;
    im[k] = imaginarySum;
  }
  return { re, im };
}

function unitRoots(size: number): ComplexArray {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    re[k] = cosineOfTurn(k, size);
    im[k] = cosineOfTurn(k + size / 4, size);
  }
  return { re, im };
}

/** cos(2 pi k / size), exact at multiples of a quarter turn: the angle is brought below an eighth of a turn first. */
export function cosineOfTurn(k: number, size: number): number {
  const turned = k % size;
  const folded = turned > size / 2 ? size - turned : turned;
  if (folded > size / 4) return -cosineOfTurn(size / 2 - folded, size);
  if (folded <= size / 8) return Math.cos((2 * Math.PI * folded) / size);
  return Math.sin((2 * Math.PI * (size / 4 - folded)) / size);
}

function primeFactors(size: number): readonly number[] {
  const factors: number[] = [];
  let rest = size;
  for (let factor = 2; factor * factor <= rest; factor++) {
    for (; rest % factor === 0; rest /= factor) factors.push(factor);
  }
  return rest > 1 ? [...factors, rest] : factors;
}
