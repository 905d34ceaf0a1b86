import { expect, it } from 'vitest';
import { DenseVector } from '../core/vector.ts';
import { isMember } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';
import { type PackedTrees, packTrees } from './packed-trees.ts';
import { below, randomForest, WIDTH } from './testdata/random-forest.ts';
import { leafFinder } from './tree.ts';
import { createScriptWalk } from './tree-walk.ts';
import { createModuleWalk } from './tree-walk-module.ts';

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

it.each([undefined, 1])(
  'finds the same leaves in WebAssembly and in JavaScript, categories a set: %s',
  (categories) => {
    for (let round = 0; round < 60; round++) {
      const forest = randomForest(4 + below(30), categories);
      const packed = packTrees(forest) as PackedTrees;
      const walks = [createScriptWalk(packed), createModuleWalk(packed, undefined)?.find];
      const x = Float64Array.from({ length: WIDTH }, () => VALUES[below(VALUES.length)]!);
      const expected = Array.from(forest.roots, (root) => leafOf(forest, root, x));
      for (const find of walks) expect(Array.from(find?.(x) ?? [], (place) => packed.leaves[place])).toEqual(expected);
    }
  },
);
