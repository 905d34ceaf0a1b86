import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fma } from './fma.ts';

// Each line: the bits of a, b, c and Math.fma(a, b, c), printed by testdata/Fma.java.
const TABLE = readFileSync(new URL('./testdata/fma.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(fromBits) as [number, number, number, number]);

function fromBits(bits: string): number {
  return new Float64Array(new BigUint64Array([BigInt(`0x${bits}`)]).buffer)[0]!;
}

describe('fma', () => {
  it("equals Java's, signs of zeros included, for every line of the table", () => {
    const differing = TABLE.filter(([a, b, c, expected]) => !Object.is(fma(a, b, c), expected));
    expect(differing).toEqual([]);
    expect(TABLE.length).toBeGreaterThan(500);
  });
});
