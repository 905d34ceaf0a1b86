import { expect, it } from 'vitest';
import { DenseVector } from '../core/vector.ts';
import { isMember, packCategorySets } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';
import { packTrees } from './packed-trees.ts';
import { leafFinder } from './tree.ts';

let seed = 11;
function below(end: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return (seed >>> 8) % end;
}

const WIDTH = 5;

/** Random trees in pre-order; where `categories` is given some nodes ask for as many of four categories. */
function randomForest(trees: number, categories?: number): Forest {
  const tests: number[] = [];
  const limits: number[] = [];
  const next: number[] = [];
  const sets: number[][] = [];
  const firstLeaves = [0];
  const roots: number[] = [];
  let leaves = 0;
  const grow = (depth: number): void => {
    const node = tests.length;
    if (depth === 0 || below(6) === 0) {
      tests.push(LEAF);
      limits.push(0);
      next.push(leaves++);
      return;
    }
    const asks = categories !== undefined && below(2) === 0;
    tests.push(asks ? categoricalTest(below(WIDTH)) : below(WIDTH));
    limits.push(asks ? sets.push([0, 1, 2, 3].slice(below(2)).slice(0, categories)) - 1 : below(5) - 2);
    next.push(0);
    grow(depth - 1);
    next[node] = tests.length;
    grow(depth - 1);
  };
  for (let tree = 0; tree < trees; tree++) {
    roots.push(tests.length);
    grow(1 + below(6));
    firstLeaves.push(leaves);
  }
  return {
    roots: Int32Array.from(roots),
    firstLeaves: Int32Array.from(firstLeaves),
    tests: Int32Array.from(tests),
    limits: Float64Array.from(limits),
    next: Int32Array.from(next),
    sets: packCategorySets(sets),
    membersGoLeft: Uint8Array.from(sets, () => below(2)),
    width: WIDTH,
  };
}

/** The definition of a forest, node by node. */
function leafOf(forest: Forest, root: number, x: Float64Array): number {
  let node = root;
  while (forest.tests[node] !== LEAF) {
    const test = forest.tests[node]!;
    const limit = forest.limits[node]!;
    const goesLeft =
      test >= 0
        ? x[test]! <= limit
        : isMember(forest.sets, limit, x[categoricalTest(test)]!) === (forest.membersGoLeft[limit] === 1);
    node = goesLeft ? node + 1 : forest.next[node]!;
  }
  return forest.next[node]!;
}

const VALUES = [-2, -1, -0, 0, 1, 2, 3, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

it.each([
  [4, undefined],
  [5, undefined],
  [27, undefined],
  [9, 1],
  [3, 1],
  [9, 2],
])('finds the leaves of %i trees, categories a set: %s', (trees, categories) => {
  for (let round = 0; round < 60; round++) {
    const forest = randomForest(trees, categories);
    const find = leafFinder(forest);
    const x = Float64Array.from({ length: WIDTH }, () => VALUES[below(VALUES.length)]!);
    const expected = Array.from(forest.roots, (root) => leafOf(forest, root, x));
    expect(Array.from(find(new DenseVector(x)))).toEqual(expected);
  }
});

it('packs what it can walk without branches, and nothing else', () => {
  expect(packTrees(randomForest(4))).toBeDefined();
  expect(packTrees(randomForest(3))).toBeUndefined();
  expect(packTrees(randomForest(9, 2))).toBeUndefined();
});
