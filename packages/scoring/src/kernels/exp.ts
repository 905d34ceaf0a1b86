/**
 * exp, log and pow as the JVM answers on x86-64, where JavaScript engines differ in up to every tenth argument.
 *
 * exp takes the very steps of the JVM's, which is the exp of Intel's LIBM. log and pow are correctly rounded, as the
 * JVM's are but for some arguments in 10000: pairs of doubles give some 70 bits and a test whether those settle the
 * rounding; where they do not, integers of 256 bits do.
 */

import type { SumsProfile } from '../core/sums.ts';
import { compose } from './binary-number.ts';
import { expFixed, logFixed, roundFixed, scaleFixed, toFixed } from './fixed-point.ts';
import { ROOTS_OF_TWO } from './roots-of-two.ts';
import { productError, sumError } from './rounding-error.ts';

/** (high + low) * 2^power, high being the nearest double of the sum. */
interface Pair {
  readonly high: number;
  readonly low: number;
  readonly power: number;
}

const STEPS_PER_UNIT = 92.33248261689366;
/** ln 2 / 64 in two parts; the first has so few bits that its product with a 17-bit integer is exact. */
const STEP = 0.010830424696223417;
const STEP_LOW = 2.572804622327669e-14;
/** Added and subtracted again, it rounds to an integer, ties to even. */
const SHIFTER = 1.5 * 2 ** 52;
/** Above the absolute error of expPair's and logPair's high + low, for arguments that are doubles. */
const PAIR_ERROR = 2 ** -70;
/** Between these exp is neither subnormal nor infinite. */
const LEAST = -708.3;
const MOST = 709.7;
/** Between these the steps of logPair neither overflow nor lose bits. */
const LEAST_LOG = 2 ** -1000;
const MOST_LOG = 2 ** 1000;

/** 2^(i - 1022). */
const POWERS_OF_TWO = /* @__PURE__ */ Float64Array.from({ length: 2046 }, (_, i) => 2 ** (i - 1022));

/** exp as the JVM answers; under `fast` the JavaScript engine's own. */
export function expOf(sums: SumsProfile): (x: number) => number {
  return sums === 'fast' ? Math.exp : exp;
}

/** e^x. Outside LEAST to MOST it is correctly rounded. */
export function exp(x: number): number {
  if (!(x >= LEAST && x <= MOST)) return x > -746 && x < 710 ? compose(expFixed(toFixed(x))) : Math.exp(x);
  const steps = x * STEPS_PER_UNIT + SHIFTER - SHIFTER;
  const r = x - steps * STEP - steps * STEP_LOW;
  const square = r * r;
  const cube = r * square;
  const root = ROOTS_OF_TWO[2 * (steps & 63)]!;
  const rest = ROOTS_OF_TWO[2 * (steps & 63) + 1]!;
  const highTerms = cube * square * (0.008333368243348653 + 0.001388874731341548 * r);
  const grown =
    cube * (0.16666666666523347 + 0.04166666666952449 * r) + (r + rest + highTerms) + square * 0.4999999999999999;
  return (grown * root + root) * POWERS_OF_TWO[(steps >> 6) + 1022]!;
}

/** The natural logarithm. */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY) || x === 1) return Math.log(x);
  const pair = x > LEAST_LOG && x < MOST_LOG ? logPair(x) : undefined;
  return (pair && roundPair(pair, PAIR_ERROR)) ?? roundFixed(logFixed(x));
}

/** x^y; for zeros, infinities and NaN as JavaScript and Java both have it. */
export function pow(x: number, y: number): number {
  const rough = x ** y;
  if (x === 1 || x === -1 || y === 0 || rough === 0 || !Number.isFinite(rough) || !Number.isFinite(x)) return rough;
  const size = powPositive(Math.abs(x), y);
  return rough < 0 ? -size : size;
}

function powPositive(x: number, y: number): number {
  if (x > LEAST_LOG && x < MOST_LOG && Math.abs(y) < 2 ** 60) {
    const { high, low } = logPair(x);
    const exponent = y * high;
    if (exponent > LEAST && exponent < MOST && Math.abs(exponent) > 2 ** -900) {
      const pair = expPair(exponent, productError(y, high, exponent) + y * low);
      const rounded = roundPair(pair, PAIR_ERROR * (4 + 4 * Math.abs(y)));
      if (rounded !== undefined) return rounded;
    }
  }
  return compose(expFixed(scaleFixed(logFixed(x), y)));
}

/** The double nearest to the pair, unless an error of that size could change it. */
function roundPair({ high, low, power }: Pair, error: number): number | undefined {
  const result = high + (low + error);
  return result === high + (low - error) ? result * POWERS_OF_TWO[power + 1022]! : undefined;
}

/** e^(x + small), |small| far below |x|: x = (64 power + j) ln 2 / 64 + r, e^r by its series, 2^(j / 64) by table. */
function expPair(x: number, small: number): Pair {
  const steps = Math.round(x / STEP);
  const coarse = x - steps * STEP;
  const r = coarse - steps * STEP_LOW;
  const rLow = sumError(coarse, -steps * STEP_LOW, r) + small;
  const square = r * r;
  const half = square / 2;
  const series = 1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r / 40320))));
  const tail = rLow + r * rLow + productError(r, r, square) / 2 + r * square * series;
  const grown = r + half;
  const grownLow = sumError(r, half, grown) + tail;
  const root = ROOTS_OF_TWO[2 * (steps & 63)]!;
  const rootLow = root * ROOTS_OF_TWO[2 * (steps & 63) + 1]!;
  const product = root * grown;
  const sum = root + product;
  const low =
    sumError(root, product, sum) + (productError(root, grown, product) + rootLow + root * grownLow + rootLow * grown);
  const high = sum + low;
  return { high, low: sumError(sum, low, high), power: steps >> 6 };
}

/** log x: the engine's own, corrected by what x e^-log x differs from 1. */
function logPair(x: number): Pair {
  const rough = Math.log(x);
  const inverse = expPair(-rough, 0);
  const scaled = x * POWERS_OF_TWO[inverse.power + 1022]!;
  const product = scaled * inverse.high;
  const excess = product - 1 + (productError(scaled, inverse.high, product) + scaled * inverse.low);
  const correction = excess - (excess * excess) / 2;
  const high = rough + correction;
  return { high, low: sumError(rough, correction, high), power: 0 };
}
