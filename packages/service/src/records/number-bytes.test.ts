import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberBytes } from './number-bytes.ts';

const numbers = new NumberBytes();
const read = (text: string): number => numbers.readDouble(Buffer.from(`${text},`), 0);

describe('doubles from bytes', () => {
  const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
  const exponent = fc.option(fc.integer({ min: -30, max: 30 }));
  const written = fc.tuple(fc.constantFrom('', '-'), digits(16), fc.option(digits(24)), exponent);
  const text = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ min: -10, max: 10, noNaN: true }).map(String),
    // Halfway between doubles, and beside that.
    fc
      .tuple(fc.bigInt(2n ** 52n, 2n ** 53n), fc.integer({ min: -1, max: 1 }))
      .map(([n, by]) => `${(n * 2n + 1n) * 500n + BigInt(by)}e-3`),
    fc.tuple(fc.bigInt(2n ** 52n, 2n ** 53n), fc.integer({ min: -1, max: 1 })).map(([n, by]) => {
      const all = `${(n * 2n + 1n) * 5000n + BigInt(by)}`;
      return `${all.slice(0, 13)}.${all.slice(13)}`;
    }),
    written.map(
      ([sign, whole, part, e]) => sign + whole + (part === null ? '' : `.${part}`) + (e === null ? '' : `e${e}`),
    ),
  );

  it('are those of Number, or are left to it', () => {
    let plain = 0;
    fc.assert(
      fc.property(text, (one) => {
        const x = read(one);
        if (Number.isNaN(x)) return;
        plain++;
        expect(x).toBe(Number(one));
        expect(numbers.end).toBe(one.length);
      }),
      { numRuns: 30_000 },
    );
    expect(plain).toBeGreaterThan(10_000);
  });

  it.each(['1.6034991609278433', '-0.026567901873419553', '0.1', '-0', '12', '9.123456789012345E-4', '1e22', '3E+2'])(
    '%s are plain',
    (one) => {
      expect(read(one)).toBe(Number(one));
    },
  );

  it.each(['', '-', '.5', '5.', 'x', 'NaN', '1e', '1e+', '1e9999', '9007199254740993', '1234567890123456789012345'])(
    '%j are left',
    (one) => {
      const x = read(one);
      expect(Number.isNaN(x) || numbers.end < one.length).toBe(true);
    },
  );
});

describe('whole numbers from bytes', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['+12', 12],
    ['-999999999999999', -999999999999999],
    ['9999999999999999', Number.NaN],
    ['', Number.NaN],
    ['-', Number.NaN],
    ['x', Number.NaN],
  ])('%j is %d', (one, value) => {
    expect(numbers.readInteger(Buffer.from(`${one},`), 0)).toBe(value);
  });
});
