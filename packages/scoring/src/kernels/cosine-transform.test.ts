import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cosineTransforms } from './cosine-transform.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

// Digests of sines and cosines, then of cosine transforms of each size n; printed by testdata/Cosines.java.
const [SINES, ...TABLE] = readFileSync(new URL('./testdata/cosines.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

function randomIntegers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state;
  };
}

function digest(numbers: Float64Array): string {
  const bits = new BigUint64Array(numbers.buffer);
  return bits
    .reduce((sum, x) => BigInt.asUintN(64, 31n * sum + x), 0n)
    .toString(16)
    .padStart(16, '0');
}

function vectorOf(size: number): Float64Array {
  const next = randomIntegers(size);
  return Float64Array.from({ length: size }, (_, i) => (i % 7 === 3 ? -0 : i % 7 === 5 ? 0 : next() / 3e8));
}

describe('cosine transforms', () => {
  it.each(['forward', 'inverse'] as const)('have the bits of JTransforms: %s', (direction) => {
    const differing = TABLE.filter(([size, ...digests]) => {
      const vector = vectorOf(Number(size));
      cosineTransforms(vector.length)[direction](vector);
      return digest(vector) !== digests[direction === 'forward' ? 0 : 1];
    });
    expect(differing).toEqual([]);
    expect(TABLE.length).toBeGreaterThan(80);
  });
});

describe('tabled sines', () => {
  it('have the bits of Commons Math', () => {
    const next = randomIntegers(1);
    const angles = Float64Array.from({ length: 20000 }, (_, i) => (next() >>> 1) / 2 ** (10 + (i % 30)));
    expect(digest(angles.map(tabledSine))).toBe(SINES![1]);
    expect(digest(angles.map(tabledCosine))).toBe(SINES![2]);
  });
});
