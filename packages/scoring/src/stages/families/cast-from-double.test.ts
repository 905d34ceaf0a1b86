import { describe, expect, it } from 'vitest';
import type { DataType } from '../../core/types.ts';
import { castFromDouble } from './cast-from-double.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

// The rules of Java's casts and of Spark's Cast, legacy and ANSI.
describe('castFromDouble', () => {
  it.each<[DataType, number, unknown]>([
    ['byte', 300.7, 44],
    ['byte', -129, 127],
    ['short', 32768, -32768],
    ['integer', 3e9, 2147483647],
    ['integer', -1.9, -1],
    ['integer', nan, 0],
    ['long', infinity, 9223372036854775807n],
    ['long', -1e30, -9223372036854775808n],
    ['float', 0.1, 0.10000000149011612],
    ['decimal(3,1)', 99.96, null],
    ['decimal(3,1)', nan, null],
  ])('casts to %s %d', (type, x, expected) => {
    expect(castFromDouble(type, false)(x)).toEqual(expected);
  });

  it.each<[DataType, number]>([
    ['byte', 128],
    ['integer', 2147483648],
    ['integer', nan],
    ['long', 1e19],
    ['decimal(3,1)', 99.96],
  ])('fails to cast to %s %d under ANSI', (type, x) => {
    expect(() => castFromDouble(type, true)(x)).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('rounds decimals half up from the shortest text', () => {
    expect(String(castFromDouble('decimal(10,2)', true)(1.005))).toBe('1.01');
    expect(String(castFromDouble('decimal(10,2)', true)(-0.005))).toBe('-0.01');
  });
});
