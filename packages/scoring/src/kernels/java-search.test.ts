import { describe, expect, it } from 'vitest';
import { isRising, javaSearch } from './java-search.ts';

// Truth: the contract of java.util.Arrays.binarySearch(double[], double), and its order of doubles.
describe('javaSearch', () => {
  it.each([
    [[-1, 0, 2], -2, -1],
    [[-1, 0, 2], -1, 0],
    [[-1, 0, 2], 1, -3],
    [[-1, 0, 2], 3, -4],
    [[-1, 0, 2], -0, -2],
    [[-1, -0, 2], 0, -3],
    [[-1, 0, 2], Number.NaN, -4],
    [[0, Number.NaN], Number.NaN, 1],
    [[1, 1, 1, 1, 1], 1, 2],
    [[], 1, -1],
  ])('in %j finds %d at %i', (values, key, expected) => {
    expect(javaSearch(Float64Array.from(values), key)).toBe(expected);
  });
});

describe('isRising', () => {
  it.each([
    [[1, 2, 3], true, true],
    [[1, 1], true, false],
    [[1, 1], false, true],
    [[2, 1], false, false],
    [[Number.NaN], false, false],
    [[], true, true],
  ])('of %j, strictly %s, is %s', (values, strictly, expected) => {
    expect(isRising(values, strictly)).toBe(expected);
  });
});
