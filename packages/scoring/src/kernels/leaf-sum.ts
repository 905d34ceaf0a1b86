import type { SumsProfile } from '../core/sums.ts';
import { denseDot } from './dot.ts';
import { fma, SMALLEST_PRODUCT } from './fma.ts';
import { moduleLanes } from './module-memory.ts';
import { createPairs, isSummedInPairs, sumInChains } from './product-sum.ts';
import { productError } from './rounding-error.ts';
import type { LeafPlaces } from './tree-walk.ts';
import type { LeafPairs } from './tree-walk-module.ts';

/** What the leaves of trees are worth, by number of the leaf, and the weight of each tree. */
export interface LeafWeights {
  readonly predictions: Float64Array;
  readonly weights: Float64Array;
  /** The number of the first leaf of each tree, and at the end the number of all leaves. */
  readonly firstLeaves: Int32Array;
}

/** Where each tree ends in, the sum of what the leaves there are worth out. */
export type LeafSum = (found: Int32Array) => number;

/** The predictions times the weights, added as BLAS `ddot` of the profile adds them. */
export function weightedLeafSum(trees: LeafWeights, sums: SumsProfile, places: LeafPlaces): LeafSum {
  const { place } = places;
  if (sums === 'fast') return fastSum(place(productsOf(trees), 1));
  if (isSummedInPairs(sums)) return sumInModule(trees, sums, places) ?? sumInPairs(trees, sums, places);
  if (sums === 'sequential') return sequentialSum(place(productsOf(trees), 1));
  return sumPlainly(trees, sums, place(trees.predictions, 1));
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

/** Adds values, kept by place, from the first tree to the last. */
export function sequentialSum(values: Float64Array): LeafSum {
  return (found) => {
    let sum = 0;
    for (let tree = 0; tree < found.length; tree++) sum += values[found[tree]!]!;
    return sum;
  };
}

/** Adds what is kept by place and class, of each class from the first tree to the last. The next call reuses the array. */
export function classSum(votes: Float64Array, classes: number): (found: Int32Array) => Float64Array {
  const sums = new Float64Array(classes);
  if (classes === 2) return (found) => sumOfTwo(votes, found, sums);
  return (found) => {
    sums.fill(0);
    for (let tree = 0; tree < found.length; tree++) {
      const start = found[tree]! * classes;
      for (let i = 0; i < classes; i++) sums[i]! += votes[start + i]!;
    }
    return sums;
  };
}

function sumOfTwo(votes: Float64Array, found: Int32Array, sums: Float64Array): Float64Array {
  let first = 0;
  let second = 0;
  for (let tree = 0; tree < found.length; tree++) {
    const start = found[tree]! * 2;
    first += votes[start]!;
    second += votes[start + 1]!;
  }
  sums[0] = first;
  sums[1] = second;
  return sums;
}

function fastSum(values: Float64Array): LeafSum {
  return (found) => {
    const whole = found.length - (found.length % 4);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let tree = 0; tree < whole; tree += 4) {
      a += values[found[tree]!]!;
      b += values[found[tree + 1]!]!;
      c += values[found[tree + 2]!]!;
      d += values[found[tree + 3]!]!;
    }
    for (let tree = whole; tree < found.length; tree++) a += values[found[tree]!]!;
    return a + b + (c + d);
  };
}

/** Of each leaf, its prediction times the weight of its tree, exactly: a sum only has to add those of its leaves. */
export function leafPairs(trees: LeafWeights): LeafPairs {
  const highs = productsOf(trees);
  return { highs, lows: lossesOf(trees, highs) };
}

/** The chains in the module that found the leaves, the rest here. Undefined where it has none. */
function sumInModule(trees: LeafWeights, sums: SumsProfile, places: LeafPlaces): LeafSum | undefined {
  const lanes = moduleLanes(sums);
  const addChains = lanes === undefined ? undefined : places.addChains?.(lanes);
  if (lanes === undefined || addChains === undefined) return undefined;
  const { weights } = trees;
  const worth = places.place(trees.predictions, 1);
  const plain = sumPlainly(trees, sums, worth);
  const whole = weights.length - (weights.length % lanes);
  return (found) => {
    let sum = addChains();
    for (let tree = whole; tree < weights.length; tree++) {
      const value = worth[found[tree]!]!;
      sum = sums === 'fma4' ? fma(value, weights[tree]!, sum) : sum + value * weights[tree]!;
    }
    return Number.isFinite(sum) ? sum : plain(found);
  };
}

function sumInPairs(trees: LeafWeights, sums: SumsProfile, places: LeafPlaces): LeafSum {
  const byLeaf = leafPairs(trees);
  const highs = places.place(byLeaf.highs, 1);
  const lows = places.place(byLeaf.lows, 1);
  const plain = sumPlainly(trees, sums, places.place(trees.predictions, 1));
  const products = createPairs(trees.weights.length);
  const { highs: chosenHighs, lows: chosenLows } = products;
  return (found) => {
    for (let tree = 0; tree < found.length; tree++) {
      const at = found[tree]!;
      chosenHighs[tree] = highs[at]!;
      chosenLows[tree] = lows[at]!;
    }
    const sum = sumInChains(products, sums);
    return Number.isFinite(sum) ? sum : plain(found);
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

/** `worth` is the prediction of each place. */
function sumPlainly({ weights }: LeafWeights, sums: SumsProfile, worth: Float64Array): LeafSum {
  const dot = denseDot(sums);
  const answers = new Float64Array(weights.length);
  return (found) => {
    for (let tree = 0; tree < found.length; tree++) answers[tree] = worth[found[tree]!]!;
    return dot(answers, weights);
  };
}
