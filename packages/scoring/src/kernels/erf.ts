import { exp, log } from './exp.ts';

const EPSILON = 1e-15;
/** Far more steps than any finite argument takes. */
const MOST_STEPS = 10000;
/** The logarithm of the gamma function at 1/2. */
const LOG_GAMMA_OF_HALF = 0.5723649429247001;

/** The error function by the algorithm of commons-math 3 (`Erf.erf`): the incomplete gamma function P(1/2, x^2). */
export function erf(x: number): number {
  if (Math.abs(x) > 40) return x > 0 ? 1 : -1;
  const size = gammaP(x * x);
  return x < 0 ? -size : size;
}

/** P(1/2, x): a series for small x, else 1 less a continued fraction. */
function gammaP(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (x >= 1.5) return 1 - scaleOf(x) * (1 / continuedFraction(x));
  let term = 1 / 0.5;
  let sum = term;
  for (let n = 1; Math.abs(term / sum) > EPSILON && n <= MOST_STEPS; n++) {
    term *= x / (0.5 + n);
    sum += term;
  }
  return scaleOf(x) * sum;
}

/** x^(1/2) e^-x / gamma(1/2). */
function scaleOf(x: number): number {
  return exp(-x + 0.5 * log(x) - LOG_GAMMA_OF_HALF);
}

/** The modified Lentz algorithm. */
function continuedFraction(x: number): number {
  let value = 1 - 0.5 + x;
  let d = 0;
  let c = value;
  for (let n = 1; n < MOST_STEPS; n++) {
    const a = 2 * n + 1 - 0.5 + x;
    const b = n * (0.5 - n);
    d = 1 / (a + b * d);
    c = a + b / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < EPSILON) break;
  }
  return value;
}
