import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

// Each line: a size, then the bits of a matrix, its eigenvalues and its eigenvectors, printed by testdata/Eigen.java.
const LINES = readFileSync(new URL('./testdata/eigen.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [size = '', ...bits] = line.split(' ');
    return { size: Number(size), numbers: Float64Array.from(bits, fromBits) };
  });

function fromBits(bits: string): number {
  return new Float64Array(new BigUint64Array([BigInt(`0x${bits}`)]).buffer)[0]!;
}

it('equals LAPACK, signs of vectors included, for every line of the table', () => {
  const differing = LINES.filter(({ size, numbers }) => {
    const eigen = symmetricEigen(numbers.slice(0, size * size), size);
    return String([...(eigen?.values ?? []), ...(eigen?.vectors ?? [])]) !== String([...numbers.subarray(size * size)]);
  });
  expect(differing).toEqual([]);
  expect(LINES.length).toBeGreaterThan(50);
});

it('leaves its argument alone, and has no answer for what is not finite', () => {
  const matrix = Float64Array.of(2, 1, 1, 2);
  symmetricEigen(matrix, 2);
  expect([...matrix]).toEqual([2, 1, 1, 2]);
  expect(symmetricEigen(Float64Array.of(1, Number.NaN, 0, 1), 2)).toBeUndefined();
});
