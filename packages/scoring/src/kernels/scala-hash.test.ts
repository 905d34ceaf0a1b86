import { describe, expect, it } from 'vitest';
import { hashSequence, hashValue, tableOrder } from './scala-hash.ts';

describe('hashValue', () => {
  // `Statics.anyHash` of Scala 2.12 and 2.13.
  it.each([
    ['', 0],
    ['Käse', 2457099],
    [5, 5],
    [-0, 0],
    [1e20, 1017127773],
    [0.5, 1056964608],
    [0.1, -1507852285],
    [2 ** 40, 256],
    [-(2n ** 40n) - 1n, 256],
    [Number.NaN, 2146959360],
    [true, 1231],
    [null, 0],
  ])('of %s is %i', (value, expected) => {
    expect(hashValue(value)).toBe(expected);
  });
});

describe('hashSequence', () => {
  // `MurmurHash3.arrayHash` of Scala 2.12.18 and of 2.13.
  it.each([
    [[], 473519988, 473519988],
    [['milk'], -879548360, -879548360],
    [['1', '2'], -34194747, -701337492],
    [['a', 'b', 'c'], 1128819283, -1431565476],
    [['beer', 'wine', 'cheese'], -1822849364, -1822849364],
    [[1, 2, 3], 387518613, 1836368899],
    [[5, 5, 5], -630240855, -630240855],
    [[1.5, -2.25], -598196341, -2131257827],
    [[0.1], 1962335588, 1962335588],
    [[2 ** 40], 1392504938, 1392504938],
    [[true, false], 1996382412, 77693954],
    [[7, 7], 1632842709, 1591441082],
  ])('of %j', (values, before, since) => {
    expect(hashSequence(values, { steps: false })).toBe(before);
    expect(hashSequence(values, { steps: true })).toBe(since);
  });
});

it('orders keys as the table of Spark 3.5.9 does after it has grown', () => {
  const hashes = Array.from({ length: 50 }, (_, i) => i * 7919 - 31);
  expect(tableOrder(hashes)).toEqual([
    39, 9, 25, 6, 49, 16, 19, 34, 35, 20, 42, 28, 41, 7, 30, 4, 5, 1, 43, 44, 22, 46, 24, 26, 17, 18, 13, 8, 12, 0, 47,
    29, 23, 37, 33, 10, 32, 40, 3, 11, 31, 14, 21, 45, 48, 2, 38, 27, 15, 36,
  ]);
});
