import { isFused, lanesOf, type SumsProfile } from '../core/sums.ts';
import { addProduct } from './fma.ts';
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
 * Products as exact pairs, added up as if each were fused into its sum. What is out of the range of exact pairs makes
 * the sum NaN; callers then ask the plain way, by `fma` itself, which is right everywhere.
 */
export class ProductSum {
  readonly #length: number;
  /** The products as rounded, and what rounding took off. */
  readonly highs: Float64Array;
  readonly lows: Float64Array;

  constructor(length: number) {
    this.#length = length;
    this.highs = new Float64Array(length);
    this.lows = new Float64Array(length);
  }

  /** As BLAS `ddot` of the profile: in fused chains, which are added from left to right. */
  inChains(sums: SumsProfile): number {
    const lanes = lanesOf(sums);
    return lanes === undefined ? this.#inLanes(ABREAST, true) : this.#inLanes(lanes, false);
  }

  /** In one fused chain. */
  inOne(): number {
    return this.#fuseFrom(0, 0);
  }

  #inLanes(lanes: number, fusesRest: boolean): number {
    const whole = this.#length - (this.#length % lanes);
    let sum = 0;
    if (whole > 0) for (let lane = 0; lane < lanes; lane += ABREAST) sum = this.#addFour(sum, { lane, lanes, whole });
    return fusesRest ? this.#fuseFrom(whole, sum) : this.#addFrom(whole, sum);
  }

  #addFour(start: number, { lane, lanes, whole }: { lane: number; lanes: number; whole: number }): number {
    const { highs, lows } = this;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = lane; i < whole; i += lanes) {
      a = addPair(highs[i]!, lows[i]!, a);
      b = addPair(highs[i + 1]!, lows[i + 1]!, b);
      c = addPair(highs[i + 2]!, lows[i + 2]!, c);
      d = addPair(highs[i + 3]!, lows[i + 3]!, d);
    }
    return start + a + b + c + d;
  }

  #fuseFrom(first: number, start: number): number {
    let sum = start;
    for (let i = first; i < this.#length; i++) sum = addPair(this.highs[i]!, this.lows[i]!, sum);
    return sum;
  }

  #addFrom(first: number, start: number): number {
    let sum = start;
    for (let i = first; i < this.#length; i++) sum += this.highs[i]!;
    return sum;
  }
}

/** high + low + sum, rounded once, where high + low is an exact product. See `fma.ts`, whose steps these are. */
function addPair(high: number, low: number, sum: number): number {
  const small = sum + low;
  const rough = high + small;
  const rest = sumError(sum, low, small) + sumError(high, small, rough);
  const result = rough + rest;
  // Only where the rest ends halfway between two doubles can what it lost itself decide.
  const error = rough - result + rest;
  return result + error * NUDGE === result ? result : addProduct(high, low, sum);
}
