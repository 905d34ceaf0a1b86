import { afterEach, describe, expect, it, vi } from 'vitest';
import { SUMS_PROFILES } from '../core/sums.ts';
import { constantDot, constantRowDot } from './constant-dot.ts';
import { denseDot, rowDot } from './dot.ts';

afterEach(() => vi.unstubAllGlobals());

let seed = 7;
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return seed / 2 ** 31;
}

/** Values of one kind each; halves and quarters make sums that end halfway between two doubles. */
const KINDS: readonly [string, () => number][] = [
  ['any', random],
  ['quarters', () => Math.round(random() * 8) / 4],
  ['of all sizes', () => random() * 2 ** Math.round(random() * 60)],
  ['tiny', () => random() * 2 ** -520],
  ['huge', () => random() * 2 ** 511],
  ['enormous', () => random() * 2 ** 1000],
  ['not finite', () => (random() > 0.9 ? Number.NaN : random() > 0.9 ? Number.POSITIVE_INFINITY : random())],
];

function arrayOf(length: number, next: () => number): Float64Array {
  return Float64Array.from({ length }, next);
}

// denseDot and rowDot are held to Java's own sums in dot.test.ts.
describe.each(SUMS_PROFILES.filter((sums) => sums !== 'fast'))('constant factors under %s', (sums) => {
  it.each(KINDS.flatMap(([name, next]) => [[name, next, true] as const, [name, next, false] as const]))(
    'give the bits of the plain dot product: %s, %o, in WebAssembly: %s',
    (_, next, inModule) => {
      if (!inModule) vi.stubGlobal('WebAssembly', undefined);
      const differing = Array.from({ length: 400 }, (_, i) => {
        const factors = arrayOf(i % 41, i % 2 === 0 ? random : next);
        const x = arrayOf(i % 41, next);
        return [
          Object.is(constantDot(factors, sums)(x), denseDot(sums)(x, factors)),
          Object.is(constantRowDot(factors, sums)(x), rowDot(sums)(x, factors)),
        ];
      });
      expect(differing.flat()).not.toContain(false);
    },
  );
});

it('adds four sums under fast', () => {
  const dot = constantDot(Float64Array.of(1, 2, 3, 4, 5), 'fast');
  expect(dot(Float64Array.of(1, 1, 1, 1, 1))).toBe(15);
});
