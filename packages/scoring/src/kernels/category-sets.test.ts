import { describe, expect, it } from 'vitest';
import { isMember, packCategorySets } from './category-sets.ts';

const LISTS = [[0], [], [1, 4, 31, 32, 95, 2 ** 31 - 1], [0, 1, 2]];
const CANDIDATES = [0, 1, 2, 3, 4, 30, 31, 32, 33, 63, 64, 94, 95, 96, 2 ** 31 - 2, 2 ** 31 - 1];

describe('category sets', () => {
  it.each(LISTS.map((list, set) => ({ list, set })))('holds exactly $list', ({ list, set }) => {
    const sets = packCategorySets(LISTS);
    expect(CANDIDATES.filter((category) => isMember(sets, set, category))).toEqual(list);
  });

  it('takes -0.0 for 0', () => {
    expect(isMember(packCategorySets([[0]]), 0, -0)).toBe(true);
  });

  it.each([Number.NaN, 0.5, -1, 2 ** 31, 2 ** 32, Number.POSITIVE_INFINITY])('has no member %d', (value) => {
    expect(isMember(packCategorySets([[0, 1, 2 ** 31 - 1]]), 0, value)).toBe(false);
  });

  it('takes memory by its members, not by their size', () => {
    expect(packCategorySets([[2 ** 31 - 1]]).bits).toHaveLength(1);
  });
});
