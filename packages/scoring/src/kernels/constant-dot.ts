import type { SumsProfile } from '../core/sums.ts';
import { type DenseDot, denseDot, rowDot } from './dot.ts';
import { createModuleDot } from './dot-module.ts';
import { fma, SMALLEST_PRODUCT } from './fma.ts';
import { moduleLanes } from './module-memory.ts';
import { createPairs, isSummedInPairs, type ProductPairs, sumInChains, sumInOne } from './product-sum.ts';
import { topHalf } from './rounding-error.ts';

/** The dot product of arrays with constant factors, which are as many. */
export type ConstantDot = (x: Float64Array) => number;

/** `denseDot` with constant factors: the same bits, faster. Under `fast` four sums, added at last. */
export function constantDot(factors: Float64Array, sums: SumsProfile): ConstantDot {
  if (sums === 'fast') return (x) => dotFast(x, factors);
  return (
    dotInModule(factors, sums) ??
    sumPairs(factors, { sums, plain: denseDot(sums), add: (products) => sumInChains(products, sums) })
  );
}

/** `rowDot` with constant factors, in the same way. */
export function constantRowDot(factors: Float64Array, sums: SumsProfile): ConstantDot {
  if (sums === 'fast') return constantDot(factors, sums);
  // A matrix has many rows, a module one memory for each.
  const add = sums === 'fma4' ? sumInOne : (products: ProductPairs) => sumInChains(products, sums);
  return sumPairs(factors, { sums, plain: rowDot(sums), add });
}

/** Undefined where the module has no such chains, or cannot be opened. */
function dotInModule(factors: Float64Array, sums: SumsProfile): ConstantDot | undefined {
  const lanes = moduleLanes(sums);
  const addChains = lanes === undefined ? undefined : createModuleDot(factors, lanes);
  if (lanes === undefined || addChains === undefined) return undefined;
  const plain = denseDot(sums);
  const whole = factors.length - (factors.length % lanes);
  const isFusedToTheEnd = sums === 'fma4';
  return (x) => {
    let sum = addChains(x);
    for (let i = whole; i < factors.length; i++) {
      sum = isFusedToTheEnd ? fma(x[i]!, factors[i]!, sum) : sum + x[i]! * factors[i]!;
    }
    return Number.isFinite(sum) ? sum : plain(x, factors);
  };
}

interface PairwiseSum {
  readonly sums: SumsProfile;
  /** Asked where a product is out of the range of exact pairs. */
  readonly plain: DenseDot;
  readonly add: (products: ProductPairs) => number;
}

function sumPairs(factors: Float64Array, { sums, plain, add }: PairwiseSum): ConstantDot {
  if (!isSummedInPairs(sums)) return (x) => plain(x, factors);
  const split = new SplitFactors(factors);
  const products = createPairs(factors.length);
  return (x) => {
    split.multiply(x, products);
    const sum = add(products);
    return Number.isFinite(sum) ? sum : plain(x, factors);
  };
}

function dotFast(x: Float64Array, factors: Float64Array): number {
  const whole = factors.length - (factors.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += x[i]! * factors[i]!;
    b += x[i + 1]! * factors[i + 1]!;
    c += x[i + 2]! * factors[i + 2]!;
    d += x[i + 3]! * factors[i + 3]!;
  }
  for (let i = whole; i < factors.length; i++) a += x[i]! * factors[i]!;
  return a + b + (c + d);
}

/** Constant factors, halved for exact products. */
class SplitFactors {
  readonly #factors: Float64Array;
  readonly #tops: Float64Array;
  readonly #rests: Float64Array;

  constructor(factors: Float64Array) {
    this.#factors = factors;
    this.#tops = factors.map(topHalf);
    this.#rests = factors.map((factor, i) => factor - this.#tops[i]!);
  }

  /** Writes each x times its factor; what a product too small or too large lost is NaN. */
  multiply(x: Float64Array, { highs, lows }: ProductPairs): void {
    const factors = this.#factors;
    const tops = this.#tops;
    const rests = this.#rests;
    for (let i = 0; i < highs.length; i++) {
      const value = x[i]!;
      const high = value * factors[i]!;
      const top = topHalf(value);
      const rest = value - top;
      const low = rest * rests[i]! - (high - top * tops[i]! - rest * tops[i]! - top * rests[i]!);
      const size = Math.abs(high);
      highs[i] = high;
      lows[i] = size < SMALLEST_PRODUCT && size > 0 ? Number.NaN : low;
    }
  }
}
