import { isFused, lanesOf, type SumsProfile } from '../core/sums.ts';
import { sumError } from './rounding-error.ts';

/** Chains of additions that wait for their own last result are run side by side. */
const ABREAST = 4;
/** Times these a rounded number is past what it was before it was rounded. */
const LARGER = 1 + 2 ** -51;
const SMALLER = 1 - 2 ** -51;

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
  let doubts = 0;
  for (let lane = 0; lane < lanes && whole > 0; lane += ABREAST) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = lane; i < whole; i += lanes) {
      const roughA = a + highs[i]!;
      const roughB = b + highs[i + 1]!;
      const roughC = c + highs[i + 2]!;
      const roughD = d + highs[i + 3]!;
      const lossA = sumError(a, highs[i]!, roughA);
      const restA = lossA + lows[i]!;
      const lossB = sumError(b, highs[i + 1]!, roughB);
      const restB = lossB + lows[i + 1]!;
      const lossC = sumError(c, highs[i + 2]!, roughC);
      const restC = lossC + lows[i + 2]!;
      const lossD = sumError(d, highs[i + 3]!, roughD);
      const restD = lossD + lows[i + 3]!;
      a = roughA + restA;
      b = roughB + restB;
      c = roughC + restC;
      d = roughD + restD;
      doubts |= isDoubtful(roughA, restA, a) & isRounded(lossA, lows[i]!, restA);
      doubts |= isDoubtful(roughB, restB, b) & isRounded(lossB, lows[i + 1]!, restB);
      doubts |= isDoubtful(roughC, restC, c) & isRounded(lossC, lows[i + 2]!, restC);
      doubts |= isDoubtful(roughD, restD, d) & isRounded(lossD, lows[i + 3]!, restD);
    }
    sum = sum + a + b + c + d;
  }
  return doubts === 0 ? sum : Number.NaN;
}

function fuseFrom(
  highs: Float64Array,
  lows: Float64Array,
  from: { readonly first: number; readonly start: number },
): number {
  let sum = from.start;
  let doubts = 0;
  for (let i = from.first; i < highs.length; i++) {
    const rough = sum + highs[i]!;
    const loss = sumError(sum, highs[i]!, rough);
    const rest = loss + lows[i]!;
    sum = rough + rest;
    doubts |= isDoubtful(rough, rest, sum) & isRounded(loss, lows[i]!, rest);
  }
  return doubts === 0 ? sum : Number.NaN;
}

function addFrom(highs: Float64Array, first: number, start: number): number {
  let sum = start;
  for (let i = first; i < highs.length; i++) sum += highs[i]!;
  return sum;
}

/** 1 where rough + rest may be rounded otherwise than rough and what rest was before it was rounded. */
function isDoubtful(rough: number, rest: number, sum: number): number {
  return Number(rough + rest * LARGER !== sum) | Number(rough + rest * SMALLER !== sum);
}

/** 1 where sum is not exactly a + b: one of the differences is exact, and shows what was lost. */
function isRounded(a: number, b: number, sum: number): number {
  return Number(sum - a !== b) | Number(sum - b !== a);
}
