import { ScoringError } from '../core/errors.ts';
import { elementAt, type SparseVector, type Vector } from '../core/vector.ts';
import { type CategorySets, isMember } from './category-sets.ts';

/** `tests` of a leaf. */
export const LEAF = -1;

/**
 * Decision trees packed one after the other, each in pre-order: the left child of node i is node i + 1. Leaves are
 * numbered from left to right, tree after tree.
 */
export interface Forest {
  /** The root of each tree. */
  readonly roots: Int32Array;
  /** The number of the first leaf of each tree, and at the end the number of all leaves. */
  readonly firstLeaves: Int32Array;
  /** The feature that is compared with a limit, LEAF, or `categoricalTest(feature)`. */
  readonly tests: Int32Array;
  /** The largest value that goes left; for a categorical test the number of its set. */
  readonly limits: Float64Array;
  /** The right child; for a leaf its number. */
  readonly next: Int32Array;
  readonly sets: CategorySets;
  /** 1 where members of the set go left, 0 where they go right. */
  readonly membersGoLeft: Uint8Array;
  /** One more than the largest feature that is tested. */
  readonly width: number;
}

/** `tests` of a node that asks whether a feature is in a set of categories. Its own inverse. */
export function categoricalTest(feature: number): number {
  return LEAF - 1 - feature;
}

/** Finds the leaf of each tree, by number. The array is reused by the next call. */
export type LeafFinder = (features: Vector) => Int32Array;

/** Sparse vectors are spread into scratch memory up to this width, 8 MB; beyond, each element is searched for. */
const WIDEST_SCRATCH = 2 ** 20;

/** NaN goes right. A vector that is too short fails at the first element that it lacks. */
export function leafFinder(forest: Forest): LeafFinder {
  const { roots, width } = forest;
  const leaves = new Int32Array(roots.length);
  let scratch: Float64Array | undefined;
  return (features) => {
    if (features.size < width || (features.type === 0 && width > WIDEST_SCRATCH)) {
      return findLeavesBySearch(forest, features, leaves);
    }
    if (features.type === 1) return findLeaves(forest, features.values, leaves);
    scratch ??= new Float64Array(width);
    spread(features, scratch);
    findLeaves(forest, scratch, leaves);
    clear(features, scratch);
    return leaves;
  };
}

function findLeaves(forest: Forest, values: Float64Array, leaves: Int32Array): Int32Array {
  const { roots, tests, limits, next } = forest;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree]!;
    let test = tests[node]!;
    while (test !== LEAF) {
      if (test >= 0) node = values[test]! <= limits[node]! ? node + 1 : next[node]!;
      else node = chooseByCategory(forest, node, values[categoricalTest(test)]!);
      test = tests[node]!;
    }
    leaves[tree] = next[node]!;
  }
  return leaves;
}

function chooseByCategory(forest: Forest, node: number, value: number): number {
  const set = forest.limits[node]!;
  const goesLeft = isMember(forest.sets, set, value) === (forest.membersGoLeft[set] === 1);
  return goesLeft ? node + 1 : forest.next[node]!;
}

function findLeavesBySearch(forest: Forest, features: Vector, leaves: Int32Array): Int32Array {
  const { roots, tests, limits, next } = forest;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree]!;
    let test = tests[node]!;
    while (test !== LEAF) {
      if (test >= 0) node = elementOf(features, test) <= limits[node]! ? node + 1 : next[node]!;
      else node = chooseByCategory(forest, node, elementOf(features, categoricalTest(test)));
      test = tests[node]!;
    }
    leaves[tree] = next[node]!;
  }
  return leaves;
}

function elementOf(features: Vector, index: number): number {
  if (index < features.size) return elementAt(features, index);
  throw new ScoringError('INPUT_VALUE', `expected a vector of more than ${index} elements, got ${features.size}`);
}

/** Writes the stored elements that the trees may look at. */
function spread({ indices, values }: SparseVector, scratch: Float64Array): void {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!;
    if (index >= scratch.length) return;
    scratch[index] = values[k]!;
  }
}

/** Sets back to zero what `spread` wrote. */
function clear({ indices }: SparseVector, scratch: Float64Array): void {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!;
    if (index >= scratch.length) return;
    scratch[index] = 0;
  }
}
