import { log } from './exp.ts';
import type { RandomStream } from './mersenne-twister.ts';

const EULER = 0.5772156649015329;
const SMALL = 1e-5;
const LARGE = 49;

/** The logarithmic derivative of the gamma function, by the steps of commons-math 3. */
export function digamma(x: number): number {
  if (!Number.isFinite(x)) return x;
  if (x > 0 && x <= SMALL) return -EULER - 1 / x;
  // Too far below 0 the recurrence would take forever; commons-math overflows its stack there.
  if (x < -10_000) return Number.NaN;
  const steps = x < LARGE ? Math.ceil(LARGE - x) : 0;
  const terms: number[] = [];
  let y = x;
  for (let k = 0; k <= steps && y < LARGE && !(y > 0 && y <= SMALL); k++) {
    terms.push(1 / y);
    y += 1;
  }
  let result = y < LARGE ? -EULER - 1 / y : asymptotic(y);
  for (let k = terms.length - 1; k >= 0; k--) result -= terms[k]!;
  return result;
}

function asymptotic(x: number): number {
  const inverse = 1 / (x * x);
  return log(x) - 0.5 / x - inverse * (1 / 12 + inverse * (1 / 120 - inverse / 252));
}

/** Draws from the gamma distribution of a shape above 1 (Marsaglia and Tsang), in the order of operations of Breeze. */
export function drawGamma(random: RandomStream, shape: number, scale: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const [x, root] = drawPositive(random, c);
    const v = root * root * root;
    const square = x * x;
    const u = random.nextDouble();
    if (u < 1 - 0.0331 * (square * square) || log(u) < 0.5 * square + d * (1 - v + log(v))) return scale * d * v;
  }
}

/** A normal deviate x for which 1 + c x is positive, and that. */
function drawPositive(random: RandomStream, c: number): readonly [number, number] {
  for (;;) {
    const x = random.nextGaussian();
    if (1 + c * x > 0) return [x, 1 + c * x];
  }
}
