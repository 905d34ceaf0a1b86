import { isFused, lanesOf, type SumsProfile } from '../core/sums.ts';
import { sumError } from './rounding-error.ts';

/** Chains of additions that wait for their own last result are run side by side. */
const ABREAST = 4;
/** Just above 1: half a unit in the last place times it is more than half. */
const NUDGE = 1 + 2 ** -52;

/** True for the profiles whose dot products `ProductSum` adds up. */
export function isSummedInPairs(sums: SumsProfile): boolean {
  return isFused(sums) && (lanesOf(sums) ?? ABREAST) >= ABREAST;
}

/**
 * Products as exact pairs: as rounded, and what rounding took off. The sums of such pairs are NaN where a product is out
 * of the range of exact pairs, and where what even the pairs lose decides a rounding, which is rare: callers then ask
 * the plain way, by `fma` itself, which is right everywhere.
 */
export interface ProductPairs {
  readonly highs: Float64Array;
  readonly lows: Float64Array;
}

export function createPairs(length: number): ProductPairs {
  return { highs: new Float64Array(length), lows: new Float64Array(length) };
}

/** The sum as BLAS `ddot` of the profile: in fused chains, which are added from left to right. */
export function sumInChains({ highs, lows }: ProductPairs, sums: SumsProfile): number {
  const lanes = lanesOf(sums);
  const chained = addChains(highs, lows, lanes ?? ABREAST);
  const whole = highs.length - (highs.length % (lanes ?? ABREAST));
  return lanes === undefined ? fuseFrom(highs, lows, { first: whole, start: chained }) : addFrom(highs, whole, chained);
}

/** The sum in one fused chain. */
export function sumInOne({ highs, lows }: ProductPairs): number {
  return fuseFrom(highs, lows, { first: 0, start: 0 });
}

/** The chains of the elements up to the last multiple of `lanes`. */
function addChains(highs: Float64Array, lows: Float64Array, lanes: number): number {
  const whole = highs.length - (highs.length % lanes);
  let sum = 0;
  let ties = 0;
  for (let lane = 0; lane < lanes && whole > 0; lane += ABREAST) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = lane; i < whole; i += lanes) {
      const smallA = a + lows[i]!;
      const roughA = highs[i]! + smallA;
      const lowA = sumError(a, lows[i]!, smallA);
      const highA = sumError(highs[i]!, smallA, roughA);
      const smallB = b + lows[i + 1]!;
      const roughB = highs[i + 1]! + smallB;
      const lowB = sumError(b, lows[i + 1]!, smallB);
      const highB = sumError(highs[i + 1]!, smallB, roughB);
      const smallC = c + lows[i + 2]!;
      const roughC = highs[i + 2]! + smallC;
      const lowC = sumError(c, lows[i + 2]!, smallC);
      const highC = sumError(highs[i + 2]!, smallC, roughC);
      const smallD = d + lows[i + 3]!;
      const roughD = highs[i + 3]! + smallD;
      const lowD = sumError(d, lows[i + 3]!, smallD);
      const highD = sumError(highs[i + 3]!, smallD, roughD);
      a = roughA + (lowA + highA);
      b = roughB + (lowB + highB);
      c = roughC + (lowC + highC);
      d = roughD + (lowD + highD);
      ties |= isTied(roughA, lowA, highA) | isTied(roughB, lowB, highB);
      ties |= isTied(roughC, lowC, highC) | isTied(roughD, lowD, highD);
    }
    sum = sum + a + b + c + d;
  }
  return ties === 0 ? sum : Number.NaN;
}

function fuseFrom(
  highs: Float64Array,
  lows: Float64Array,
  from: { readonly first: number; readonly start: number },
): number {
  let sum = from.start;
  let ties = 0;
  for (let i = from.first; i < highs.length; i++) {
    const small = sum + lows[i]!;
    const rough = highs[i]! + small;
    const low = sumError(sum, lows[i]!, small);
    const high = sumError(highs[i]!, small, rough);
    sum = rough + (low + high);
    ties |= isTied(rough, low, high);
  }
  return ties === 0 ? sum : Number.NaN;
}

function addFrom(highs: Float64Array, first: number, start: number): number {
  let sum = start;
  for (let i = first; i < highs.length; i++) sum += highs[i]!;
  return sum;
}

/**
 * 1 where rough + low + high, low and high being what two roundings lost, may not be rounded as rough + (low + high) is:
 * where that ends halfway between two doubles, and low + high was itself rounded. See `fma.ts`, whose steps these are.
 */
function isTied(rough: number, low: number, high: number): number {
  const rest = low + high;
  const result = rough + rest;
  const isHalfway = result + (rough - result + rest) * NUDGE !== result;
  return Number(isHalfway) & Number(sumError(low, high, rest) !== 0);
}
