import { describe, expect, it } from 'vitest';
import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';
import { packCategorySets } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';
import { leafFinder } from './tree.ts';

/** Tree 0: feature `at` up to 1. Tree 1: feature 1 in {0, 2}, whose members go left. Tree 2: a leaf. */
function forest(at: number): Forest {
  return {
    roots: Int32Array.of(0, 3, 6),
    firstLeaves: Int32Array.of(0, 2, 4, 5),
    tests: Int32Array.of(at, LEAF, LEAF, categoricalTest(1), LEAF, LEAF, LEAF),
    limits: Float64Array.of(1, 0, 0, 0, 0, 0, 0),
    next: Int32Array.of(2, 0, 1, 5, 2, 3, 4),
    sets: packCategorySets([[0, 2]]),
    membersGoLeft: Uint8Array.of(1),
    width: Math.max(at, 1) + 1,
  };
}

function dense(...values: number[]): Vector {
  return new DenseVector(Float64Array.from(values));
}

function sparse(size: number, entries: Record<number, number>): Vector {
  const indices = Object.keys(entries).map(Number);
  return new SparseVector(size, Int32Array.from(indices), Float64Array.from(Object.values(entries)));
}

describe('leafFinder', () => {
  it.each<[string, Vector, number[]]>([
    ['the limit itself, to the left', dense(1, 2), [0, 2, 4]],
    ['one bit above the limit', dense(1.0000000000000002, 1), [1, 3, 4]],
    ['NaN, to the right', dense(Number.NaN, Number.NaN), [1, 3, 4]],
    ['-0.0', dense(-0, -0), [0, 2, 4]],
    ['zeros that are not stored', sparse(2, {}), [0, 2, 4]],
    ['stored elements', sparse(2, { 0: 5, 1: 1 }), [1, 3, 4]],
    ['more elements than are tested', sparse(9, { 1: 3, 8: 1 }), [0, 3, 4]],
  ])('takes %s', (_, vector, leaves) => {
    expect([...leafFinder(forest(0))(vector)]).toEqual(leaves);
  });

  it('forgets the last sparse vector', () => {
    const find = leafFinder(forest(0));
    find(sparse(2, { 0: 5, 1: 1 }));
    expect([...find(sparse(2, {}))]).toEqual([0, 2, 4]);
  });

  it('searches very wide sparse vectors', () => {
    const wide = 2 ** 31 - 2;
    const find = leafFinder(forest(wide));
    expect([...find(sparse(wide + 1, { [wide]: 2 }))]).toEqual([1, 2, 4]);
    expect([...find(sparse(wide + 1, { 1: 1, [wide]: 1 }))]).toEqual([0, 3, 4]);
  });

  it('fails only where a tree looks behind the end of a vector', () => {
    const refusal = expect.objectContaining({ code: 'INPUT_VALUE' });
    expect(() => leafFinder(forest(0))(dense(1))).toThrow(refusal);
    expect(() => leafFinder(forest(2))(sparse(2, {}))).toThrow(refusal);
  });
});
