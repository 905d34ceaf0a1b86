import type { SumsProfile } from '../core/sums.ts';
import { denseDot } from './dot.ts';
import { SMALLEST_PRODUCT } from './fma.ts';
import { createPairs, isSummedInPairs, sumInChains } from './product-sum.ts';
import { productError } from './rounding-error.ts';

/** What the leaves of trees are worth, by number of the leaf, and the weight of each tree. */
export interface LeafWeights {
  readonly predictions: Float64Array;
  readonly weights: Float64Array;
  /** The number of the first leaf of each tree, and at the end the number of all leaves. */
  readonly firstLeaves: Int32Array;
}

/** The leaf of each tree in, the sum of what they are worth out. */
export type LeafSum = (leaves: Int32Array) => number;

/** The predictions times the weights, added as BLAS `ddot` of the profile adds them. */
export function weightedLeafSum(trees: LeafWeights, sums: SumsProfile): LeafSum {
  if (sums === 'fast') return fastSum(productsOf(trees));
  if (isSummedInPairs(sums)) return sumInPairs(trees, sums);
  if (sums === 'sequential') return sequentialSum(productsOf(trees));
  return sumPlainly(trees, sums);
}

/** Of each leaf, its prediction times the weight of its tree. */
function productsOf({ predictions, weights, firstLeaves }: LeafWeights): Float64Array {
  const products = new Float64Array(predictions.length);
  weights.forEach((weight, tree) => {
    for (let leaf = firstLeaves[tree]!; leaf < firstLeaves[tree + 1]!; leaf++) {
      products[leaf] = predictions[leaf]! * weight;
    }
  });
  return products;
}

/** Adds values of leaves from the first tree to the last. */
export function sequentialSum(values: Float64Array): LeafSum {
  return (leaves) => {
    let sum = 0;
    for (let tree = 0; tree < leaves.length; tree++) sum += values[leaves[tree]!]!;
    return sum;
  };
}

function fastSum(values: Float64Array): LeafSum {
  return (leaves) => {
    const whole = leaves.length - (leaves.length % 4);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let tree = 0; tree < whole; tree += 4) {
      a += values[leaves[tree]!]!;
      b += values[leaves[tree + 1]!]!;
      c += values[leaves[tree + 2]!]!;
      d += values[leaves[tree + 3]!]!;
    }
    for (let tree = whole; tree < leaves.length; tree++) a += values[leaves[tree]!]!;
    return a + b + (c + d);
  };
}

/** The products of all leaves are made beforehand, exactly; a sum only has to add those of its leaves. */
function sumInPairs(trees: LeafWeights, sums: SumsProfile): LeafSum {
  const highs = productsOf(trees);
  const lows = lossesOf(trees, highs);
  const plain = sumPlainly(trees, sums);
  const products = createPairs(trees.weights.length);
  const { highs: chosenHighs, lows: chosenLows } = products;
  return (leaves) => {
    for (let tree = 0; tree < leaves.length; tree++) {
      const leaf = leaves[tree]!;
      chosenHighs[tree] = highs[leaf]!;
      chosenLows[tree] = lows[leaf]!;
    }
    const sum = sumInChains(products, sums);
    return Number.isFinite(sum) ? sum : plain(leaves);
  };
}

/** What each product lost by rounding; NaN where that is no double. */
function lossesOf({ predictions, weights, firstLeaves }: LeafWeights, products: Float64Array): Float64Array {
  const losses = new Float64Array(products.length);
  weights.forEach((weight, tree) => {
    for (let leaf = firstLeaves[tree]!; leaf < firstLeaves[tree + 1]!; leaf++) {
      const size = Math.abs(products[leaf]!);
      const isTooSmall = size < SMALLEST_PRODUCT && size > 0;
      losses[leaf] = isTooSmall ? Number.NaN : productError(predictions[leaf]!, weight, products[leaf]!);
    }
  });
  return losses;
}

function sumPlainly({ predictions, weights }: LeafWeights, sums: SumsProfile): LeafSum {
  const dot = denseDot(sums);
  const answers = new Float64Array(weights.length);
  return (leaves) => {
    for (let tree = 0; tree < leaves.length; tree++) answers[tree] = predictions[leaves[tree]!]!;
    return dot(answers, weights);
  };
}
