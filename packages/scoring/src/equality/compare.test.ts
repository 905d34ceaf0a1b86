import { describe, expect, it } from 'vitest';
import { Decimal } from '../core/values.ts';
import { DenseVector, SparseVector } from '../core/vector.ts';
import { compareValues, showValue } from './compare.ts';
import { EXACT } from './tolerance.ts';
import { ulpDistance } from './ulps.ts';

const NEXT = 1 + 2 ** -52;
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));

describe('ulpDistance', () => {
  it.each([
    [1, 1, 0],
    [0, -0, 0],
    [1, NEXT, 1],
    [-5e-324, 5e-324, 2],
    [Number.MAX_VALUE, Number.POSITIVE_INFINITY, 1],
  ])('between %d and %d is %d', (a, b, distance) => {
    expect(ulpDistance(a, b)).toBe(distance);
    expect(ulpDistance(b, a)).toBe(distance);
  });

  it('is not a number where one is not', () => {
    expect(ulpDistance(Number.NaN, 1)).toBeNaN();
  });
});

describe('compareValues, to the bit', () => {
  it.each([
    [0, -0, '0 instead of 0'],
    [Number.NaN, 0, '0 instead of "NaN"'],
    [null, 0, '0 instead of null'],
    [0, null, 'null instead of 0'],
    [1, 1n, '"1" instead of 1'],
    ['a', 'A', '"A" instead of "a"'],
    [[1], [1, 2], '[1,2] instead of [1]'],
    [[1, [2]], [1, [3]], '[1][0] 3 instead of 2'],
    [{ a: 1, b: null }, { a: 1, b: 2 }, '[b] 2 instead of null'],
    [new Map([['a', 1]]), new Map([['a', 2]]), '[0][1] 2 instead of 1'],
    [dense(1), [1], '[1] instead of {'],
    [dense(1, 0), sparse(2, [0], [1]), 'instead of {"type":1'],
    [sparse(2, [0], [1]), sparse(2, [1], [1]), '"indices":[1]'],
    [sparse(2, [0], [1]), sparse(3, [0], [1]), '"size":3'],
    [dense(1, 2), dense(1, 3), '[1] 3 instead of 2'],
    [new Decimal(10n, 1), new Decimal(1n, 0), '"1" instead of "1.0"'],
    [new Uint8Array([1]), new Uint8Array([2]), '[0] 2 instead of 1'],
    [true, false, 'false instead of true'],
  ])('%o is not %o', (expected, actual, message) => {
    const { same, difference } = compareValues(expected, actual, EXACT);
    expect(same).toBe(false);
    expect(difference?.replace('-0.0', '0')).toContain(message);
  });

  it.each([
    [Number.NaN, Number.NaN],
    [dense(Number.NaN, -0), dense(Number.NaN, -0)],
    [sparse(3, [1], [2]), sparse(3, [1], [2])],
    [
      [null, { a: [1n] }],
      [null, { a: [1n] }],
    ],
    [new Decimal(10n, 1), new Decimal(10n, 1)],
    [null, null],
  ])('%o is %o', (expected, actual) => {
    expect(compareValues(expected, actual, EXACT)).toMatchObject({ same: true, ulps: 0, difference: undefined });
  });
});

describe('compareValues, within a tolerance', () => {
  it('counts units in the last place and lets that many pass', () => {
    const one = compareValues(dense(1, 5), dense(NEXT, 5), { ...EXACT, ulps: 1 });
    expect(one).toMatchObject({ same: false, ulps: 1, difference: undefined });
    const two = compareValues(dense(1, 5), dense(1 + 2 ** -51, 5), { ...EXACT, ulps: 1 });
    expect(two).toMatchObject({ same: false, ulps: 2, difference: expect.stringContaining('(2 ulps)') });
  });

  it('lets pass what is close in absolute terms, but never NaN', () => {
    const tolerance = { ...EXACT, abs: 1e-9 };
    expect(compareValues(1e-12, -1e-12, tolerance).difference).toBeUndefined();
    expect(compareValues(0, -0, tolerance).difference).toBeUndefined();
    expect(compareValues(1e-12, Number.NaN, tolerance).difference).toBeDefined();
  });

  it('compares sets whatever their order', () => {
    const tolerance = { ...EXACT, unordered: true };
    expect(compareValues(['b', 'a'], ['a', 'b'], tolerance).difference).toBeUndefined();
    expect(compareValues(['b', 'a'], ['a', 'c'], tolerance).difference).toBeDefined();
  });
});

describe('showValue', () => {
  it('cuts long values and names what JSON lacks', () => {
    expect(showValue('x'.repeat(50), 20)).toBe('"xxxxxxxxxxxxxxxx...');
    expect([showValue(-0), showValue([Number.NaN, 5n])]).toEqual(['-0.0', '["NaN","5"]']);
  });
});
