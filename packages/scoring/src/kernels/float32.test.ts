import { describe, expect, it } from 'vitest';
import { dotFloats, fmaFloat, rowProduct } from './float32.ts';

const float = Math.fround;

describe('fmaFloat', () => {
  it.each([
    [2, 3, 4, 10],
    [-2, 3, 6, 0],
    [Number.POSITIVE_INFINITY, 1, -5, Number.POSITIVE_INFINITY],
    [0, -1, 0, 0],
    // The product's last bit decides between two floats: rounding to double first would lose it.
    [float(1 + 2 ** -12), float(1 + 2 ** -12), 2 ** 40, float(2 ** 40)],
    [1 + 2 ** -23, 1 + 2 ** -23, 2 ** -60, 1 + 2 ** -22],
    [2 ** -30, 2 ** -30, 1 + 2 ** -23 + 0, 1 + 2 ** -23],
    [1 + 2 ** -23, 2 ** -24, 1, 1 + 2 ** -23],
    [1 - 2 ** -24, 2 ** -24, 1, 1],
    [-(2 ** -40), 2 ** -40, 1 + 2 ** -23, 1 + 2 ** -23],
  ])('%s * %s + %s is %s', (a, b, c, expected) => {
    expect(fmaFloat(a, b, c)).toBe(expected);
  });
});

it('rounds products and sums of a plain dot product', () => {
  const a = Float32Array.of(0.1, 0.2, 0.3);
  const b = Float32Array.of(9, 0.7, -1.1, 0.9);
  const [x, y, z] = [float(a[0]! * b[1]!), float(a[1]! * b[2]!), float(a[2]! * b[3]!)];
  expect(dotFloats(a, 0, b, { j: 1, count: 3 })).toBe(float(float(x + y) + z));
});

it.each(['sequential', 'fma4', 'lanes8'] as const)('multiplies a row under profile %s', (sums) => {
  const x = Float32Array.from({ length: 21 }, (_, i) => i + 1);
  const matrix = Float32Array.from({ length: 42 }, (_, i) => (i < 21 ? 9 : 1));
  expect(rowProduct(sums)(x, matrix, 21)).toBe(231);
});
