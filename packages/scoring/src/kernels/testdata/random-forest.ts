import { packCategorySets } from '../category-sets.ts';
import { categoricalTest, type Forest, LEAF } from '../forest.ts';

let seed = 11;
/** A whole number under `end`, always in the same order. */
export function below(end: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return (seed >>> 8) % end;
}

export const WIDTH = 5;

/** Random trees in pre-order; where `categories` is given some nodes ask for as many of four categories. */
export function randomForest(trees: number, categories?: number): Forest {
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
