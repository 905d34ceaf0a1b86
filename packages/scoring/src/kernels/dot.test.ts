import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DenseVector, SparseVector } from '../core/vector.ts';
import { denseDot, dotFused, dotSequential, rowDot, vectorDot } from './dot.ts';

// Each line: n, then ddot, dgemv and dgemm of Java8BLAS, Java11BLAS and VectorBLAS; printed by testdata/Dots.java.
const TABLE = readFileSync(new URL('./testdata/dots.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

function fromBits(bits: string): number {
  return new Float64Array(new BigUint64Array([BigInt(`0x${bits}`)]).buffer)[0]!;
}

function arraysOf(n: number): [Float64Array, Float64Array] {
  let seed = n;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return seed / 3e8;
  };
  return [Float64Array.from({ length: n }, next), Float64Array.from({ length: n }, next)];
}

describe('dot products', () => {
  it.each([
    ['ddot of fma4', 4, denseDot('fma4')],
    ['ddot of lanes8', 7, denseDot('lanes8')],
    ['dgemv of sequential', 2, rowDot('sequential')],
    ['dgemv of fma4', 5, rowDot('fma4')],
    ['dgemv of lanes8', 8, rowDot('lanes8')],
    ['dgemm without fma', 3, dotSequential],
    ['dgemm with fma', 6, dotFused],
    ['dgemm beside SIMD', 9, dotFused],
  ])('sum as Java does: %s', (_, column, dot) => {
    const differing = TABLE.filter((line) => {
      const cells = line.split(' ');
      return !Object.is(dot(...arraysOf(Number(cells[0]))), fromBits(cells[column]!));
    });
    expect(differing).toEqual([]);
    expect(TABLE.length).toBeGreaterThan(50);
  });

  it('does not look at elements that a sparse vector does not store', () => {
    const sparse = new SparseVector(4, Int32Array.of(0, 2), Float64Array.of(2, 3));
    const other = new SparseVector(4, Int32Array.of(1, 2, 3), Float64Array.of(Number.NaN, 5, 1));
    const dense = new DenseVector(Float64Array.of(1, Number.NaN, 10, Number.POSITIVE_INFINITY));
    const dot = vectorDot('fma4');
    expect([dot(sparse, dense), dot(dense, sparse), dot(sparse, other), dot(other, sparse)]).toEqual([32, 32, 15, 15]);
  });
});
