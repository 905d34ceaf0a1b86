/**
 * The decimal digits of a number as JDK 8 to 18 find them. Mirrors `FloatingDecimal.BinaryToASCIIBuffer.dtoa`.
 *
 * They read back as the same number, but are a few times more than needed: whole numbers from 2^53 on keep digits that
 * carry nothing (8.1037277147487846E18), and the ends of the interval that rounds to the number are not used
 * (1.9999999999999998E23).
 */

/** 0.d1d2d3... times ten to the exponent. */
export interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

/** A number above 0: fraction times 2^(exponent - 52), the fraction being of 53 bits. */
interface Parts {
  readonly fraction: bigint;
  readonly exponent: number;
  /** Bits of the fraction that the type holds: fewer for floats and for what is below the normal numbers. */
  readonly precision: number;
}

const FRACTION_BITS = 52;

export function doubleDigits(x: number): Digits {
  return findDigits(partsOf(x, { precision: 53, least: -1022 }));
}

/** The digits of a number that is already rounded to 32 bits. */
export function floatDigits(x: number): Digits {
  return findDigits(partsOf(x, { precision: 24, least: -126 }));
}

function partsOf(x: number, { precision, least }: { readonly precision: number; readonly least: number }): Parts {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n) & 0x7ff;
  let fraction = bits & 0xfffffffffffffn;
  let exponent = biased - 1023;
  if (biased === 0) {
    const shift = FRACTION_BITS + 1 - fraction.toString(2).length;
    fraction <<= BigInt(shift);
    exponent = -1022 - shift;
  } else fraction |= 1n << 52n;
  return { fraction, exponent, precision: precision - Math.max(0, least - exponent) };
}

function findDigits(parts: Parts): Digits {
  const { fraction, exponent, precision } = parts;
  const trailing = trailingZeros(fraction);
  const bits = FRACTION_BITS + 1 - trailing;
  const tiny = Math.max(0, bits - exponent - 1);
  if (tiny === 0 && exponent <= 62) return wholeDigits(shift(fraction, exponent - FRACTION_BITS), exponent - precision);
  return generateDigits({ fraction: fraction >> BigInt(trailing), bits, exponent, precision, tiny });
}

function trailingZeros(x: bigint): number {
  const text = x.toString(2);
  return text.length - 1 - text.lastIndexOf('1');
}

function shift(x: bigint, by: number): bigint {
  return by >= 0 ? x << BigInt(by) : x >> BigInt(-by);
}

/** The digits of a whole number, rounded to those above the power of two that is too small to count. */
function wholeDigits(value: bigint, excess: number): Digits {
  const dropped = excess > 1 ? Math.floor((excess - 1) * Math.log10(2)) : 0;
  const unit = 10n ** BigInt(dropped);
  const kept = dropped === 0 ? value : value / unit + (value % unit >= unit / 2n ? 1n : 0n);
  const text = String(kept);
  return { digits: text.replace(/0+$/, ''), exponent: text.length + dropped };
}

interface Binary extends Parts {
  /** The fraction without zeros at its end, and its length. */
  readonly bits: number;
  /** Bits behind the binary point. */
  readonly tiny: number;
}

/** floor(log10(x)), or one more: a straight line through the logarithm. */
function estimateExponent({ fraction, bits, exponent }: Binary): number {
  const mantissa = Number(fraction) / 2 ** (bits - 1);
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
}

/** Bits of 5^n, as the JDK reckons whether numbers fit an int or a long. */
function bitsOfFives(n: number): number {
  return n === 0 ? 0 : n < 27 ? Math.floor(n * Math.log2(5)) + 1 : 3 * n;
}

/** 64 or 32 where so many bits hold all numbers, else undefined. */
function widthOf(bits: number): number | undefined {
  return bits < 32 ? 32 : bits < 64 ? 64 : undefined;
}

/** Digit by digit, until what is left is less than half the distance to the next number. */
function generateDigits(binary: Binary): Digits {
  const { fraction, bits, exponent, precision, tiny } = binary;
  const estimate = estimateExponent(binary);
  const [fivesB, fivesS] = [Math.max(0, -estimate), Math.max(0, estimate)];
  let twosB = fivesB + tiny + exponent;
  let twosS = fivesS + tiny;
  let twosM = twosB - precision;
  twosB -= bits - 1;
  const common = Math.min(twosB, twosS);
  twosB -= common;
  twosS -= common;
  // Below a power of two the numbers lie twice as dense.
  twosM -= common + (bits === 1 ? 1 : 0);
  const scale = Math.max(0, -twosM);
  const power = (fives: number, twos: number) => (5n ** BigInt(fives)) << BigInt(twos);
  const size = Math.max(bits + twosB + scale + bitsOfFives(fivesB), twosS + scale + 1 + bitsOfFives(fivesS + 1));
  return runDivision({
    rest: fraction * power(fivesB, twosB + scale),
    divisor: power(fivesS, twosS + scale),
    margin: power(fivesB, twosM + scale),
    estimate,
    width: widthOf(size),
  });
}

interface Division {
  readonly rest: bigint;
  readonly divisor: bigint;
  readonly margin: bigint;
  readonly estimate: number;
  /** Of the integers it is worked in, which overflow; undefined where they are as long as need be. */
  readonly width: number | undefined;
}

function runDivision({ rest: start, divisor, margin: least, estimate, width }: Division): Digits {
  const tens = divisor * 10n;
  let [rest, margin, exponent] = [start, least, estimate];
  let digits = '';
  let low = false;
  let high = false;
  const step = () => {
    const digit = rest / divisor;
    rest = 10n * (rest % divisor);
    margin *= 10n;
    if (width !== undefined) margin = BigInt.asIntN(width, margin);
    low = margin < 0n || rest < margin;
    high = margin < 0n || reaches(rest + margin, tens, width);
    return String(digit);
  };
  const first = step();
  if (first === '0' && !high) exponent--;
  else digits = first;
  // A number in exponent form shows two digits at least.
  if (exponent < -3 || exponent >= 8) [low, high] = [false, false];
  while (!low && !high) digits += step();
  const up = high && (!low || isNearerAbove(rest * 2n - tens, digits));
  return up ? roundUp(digits, exponent + 1) : { digits, exponent: exponent + 1 };
}

/** In integers of some width a tie does not count, nor what overflows. */
function reaches(sum: bigint, tens: bigint, width: number | undefined): boolean {
  return width === undefined ? sum >= tens : BigInt.asIntN(width, sum) > tens;
}

function isNearerAbove(excess: bigint, digits: string): boolean {
  return excess > 0n || (excess === 0n && Number(digits.at(-1)) % 2 === 1);
}

/** One more in the last place; zeros that come of it stay. */
function roundUp(digits: string, exponent: number): Digits {
  const next = String(BigInt(digits) + 1n);
  return next.length > digits.length
    ? { digits: next.slice(0, digits.length), exponent: exponent + 1 }
    : { digits: next, exponent };
}
