import { describe, expect, it } from 'vitest';
import { OpenHashSums } from './open-hash-sums.ts';

// As `OpenHashSet[Int]` of Spark 3.5.9 goes through 1, 4, 7, ... , before and after it grows.
const ORDERS: readonly (readonly number[])[] = [
  [
    94, 13, 19, 34, 52, 61, 100, 4, 76, 112, 16, 55, 82, 97, 22, 25, 28, 79, 46, 115, 121, 73, 127, 64, 130, 37, 124,
    106, 1, 40, 118, 67, 70, 7, 85, 58, 49, 88, 91, 103, 31, 109, 10, 43,
  ],
  [
    13, 19, 34, 52, 4, 16, 55, 82, 130, 28, 79, 121, 127, 64, 37, 133, 106, 1, 70, 49, 103, 109, 94, 10, 100, 61, 115,
    76, 112, 43, 97, 22, 25, 46, 73, 124, 118, 40, 67, 7, 85, 58, 88, 91, 31,
  ],
  [
    13, 19, 34, 52, 151, 4, 16, 55, 82, 130, 28, 79, 121, 157, 127, 64, 175, 37, 133, 154, 106, 1, 70, 49, 103, 109, 94,
    10, 145, 100, 148, 61, 115, 160, 178, 76, 112, 139, 43, 169, 97, 22, 25, 166, 46, 142, 73, 172, 124, 118, 40, 67,
    163, 7, 85, 58, 136, 88, 91, 31,
  ],
];

describe('OpenHashSums', () => {
  it.each(ORDERS.map((order) => [order.length, order] as const))('goes through %i keys as Spark', (count, order) => {
    const sums = new OpenHashSums();
    for (let i = 0; i < count; i++) sums.add(3 * i + 1, i);
    expect(sums.entries().map(([key]) => key)).toEqual(order);
    expect(sums.size).toBe(count);
  });

  it('adds to a key in the order of the calls, and all in the order of the table', () => {
    const sums = new OpenHashSums();
    for (const [key, amount] of [
      [13, 0.1],
      [94, 1e16],
      [13, 0.2],
      [61, 1],
    ] as const)
      sums.add(key, amount);
    expect(new Map(sums.entries()).get(13)).toBe(0.1 + 0.2);
    const inOrder = sums.entries().map(([, sum]) => sum);
    expect(sums.total()).toBe(inOrder.reduce((a, b) => a + b, 0));
  });
});
