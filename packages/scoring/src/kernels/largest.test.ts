import { expect, it } from 'vitest';
import { findLargest } from './largest.ts';

it.each([
  [[3, 1, 2], [10, 11, 12], 2, [0, 2]],
  [[1, 1, 1], [10, 12, 11], 2, [1, 2]],
  [[1, Number.NaN, 2], [1, 2, 3], 3, [1, 2, 0]],
  [[-0, 0], [1, 2], 1, [1]],
  [[], [], 3, []],
])('of %j with keys %j takes the best %i', (values, keys, count, expected) => {
  expect(findLargest(values, keys, count)).toEqual(expected);
});
