import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exp, log, pow } from './exp.ts';
import { roundFixed, scaleFixed, toFixed } from './fixed-point.ts';
import { ROOTS_OF_TWO } from './roots-of-two.ts';

function readTable(name: string): string[][] {
  const text = readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
}

function fromBits(bits: string | undefined): number {
  return new Float64Array(new BigUint64Array([BigInt(`0x${bits}`)]).buffer)[0]!;
}

describe('exp, log and pow', () => {
  // Each line: the bits of x and of Math.exp(x); printed by testdata/Exp.java.
  it('answer as Java: exp', () => {
    const lines = readTable('exp.txt');
    expect(lines.filter(([x, answer]) => !Object.is(exp(fromBits(x)), fromBits(answer)))).toEqual([]);
    expect(lines.length).toBeGreaterThan(500);
  });

  // Each line: function, bits of the arguments, bits of the answer; printed by testdata/make_elementary.py (mpmath).
  it.each([
    ['log', (x: number) => log(x)],
    ['pow', pow],
  ])('round correctly: %s', (name, f) => {
    const lines = readTable('elementary.txt').filter((line) => line[0] === name);
    expect(lines.filter(([, x, y, answer]) => !Object.is(f(fromBits(x), fromBits(y)), fromBits(answer)))).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  });

  it('treat zeros, infinities and NaN as Java does', () => {
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    expect([exp(inf), exp(-inf), exp(nan), exp(710), exp(-800)]).toEqual([inf, 0, nan, inf, 0]);
    expect([log(0), log(-0), log(-1), log(inf), log(nan)]).toEqual([-inf, -inf, nan, inf, nan]);
    expect([pow(0, -1), pow(-0, 3), pow(-8, 1 / 3), pow(1, nan), pow(nan, 0), pow(1, inf)]).toEqual([
      inf,
      -0,
      nan,
      nan,
      1,
      nan,
    ]);
    expect([pow(-2, 3), pow(-2, -2), pow(-1, 1e308), pow(1, 1e308), pow(2, 1025)]).toEqual([-8, 0.25, 1, 1, inf]);
  });
});

describe('the roots of two', () => {
  it('are 2^(j / 64) to a hundred bits: their 64th powers are 2^j', () => {
    for (let j = 0; j < 64; j++) {
      const [root, rest] = [ROOTS_OF_TWO[2 * j]!, ROOTS_OF_TWO[2 * j + 1]!];
      let power = toFixed(root) + scaleFixed(toFixed(root), rest);
      for (let i = 0; i < 6; i++) power = (power * power) >> 256n;
      expect(Math.abs(roundFixed(power - (1n << (256n + BigInt(j)))))).toBeLessThan(2 ** (j - 96));
    }
  });
});
