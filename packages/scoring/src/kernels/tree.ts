import { ScoringError } from '../core/errors.ts';
import { elementAt, type SparseVector, type Vector } from '../core/vector.ts';
import { isMember } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';
import { type ForestWalk, type LeafPlaces, packedWalk } from './tree-walk.ts';
import type { LeafPairs } from './tree-walk-module.ts';

/** Finds the leaf of each tree, by number. The array is reused by the next call. */
export type LeafFinder = (features: Vector) => Int32Array;

/** Sparse vectors are spread into scratch memory up to this width, 8 MB; beyond, each element is searched for. */
const WIDEST_SCRATCH = 2 ** 20;

/** NaN goes right. A vector that is too short fails at the first element that it lacks. */
export function leafFinder(forest: Forest): LeafFinder {
  const { width } = forest;
  const searched = new Int32Array(forest.roots.length);
  const find = denseLeafFinder(forest);
  let scratch: Float64Array | undefined;
  return (features) => {
    if (features.size < width || (features.type === 0 && width > WIDEST_SCRATCH)) {
      return findLeavesBySearch(forest, features, searched);
    }
    if (features.type === 1) return find(features.values);
    scratch ??= new Float64Array(width);
    spread(features, scratch);
    const leaves = find(scratch);
    clear(features, scratch);
    return leaves;
  };
}

/** The walk of a forest, packed where that is possible; else places are numbers of leaves. For `pairs` see `packedWalk`. */
export function forestWalk(forest: Forest, pairs?: LeafPairs): ForestWalk {
  const leaves = new Int32Array(forest.roots.length);
  const plain = { ...PLACES_BY_NUMBER, find: (values: Float64Array) => findLeaves(forest, values, leaves) };
  return packedWalk(forest, pairs) ?? plain;
}

/** Places that are the numbers of the leaves. */
export const PLACES_BY_NUMBER: LeafPlaces = { place: (byLeaf) => byLeaf };

/** As `leafFinder`, for arrays of at least the width of the forest. */
export function denseLeafFinder(forest: Forest): (values: Float64Array) => Int32Array {
  const { find, place } = forestWalk(forest);
  const leafCount = forest.firstLeaves[forest.roots.length]!;
  const numbers = place(
    Float64Array.from({ length: leafCount }, (_, leaf) => leaf),
    1,
  );
  const leaves = new Int32Array(forest.roots.length);
  return (values) => {
    const found = find(values);
    for (let tree = 0; tree < leaves.length; tree++) leaves[tree] = numbers[found[tree]!]!;
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
