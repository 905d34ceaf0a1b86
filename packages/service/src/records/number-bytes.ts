/**
 * Numbers read straight from the bytes of a text, rounded as they must be. What is not written plainly is left to whoever
 * reads text: the answer is NaN then.
 */
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const LARGE_E = 69;
const SMALL_E = 101;

/** So many digits a double holds exactly. */
const SAFE_DIGITS = 15;
/** So many a whole number of 32 bits holds. */
const PART_DIGITS = 9;
/** The powers of ten that a double holds exactly, as a whole and as two halves of 26 bits for exact products. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const HIGH_POWERS = POWERS.map(highHalf);
const LOW_POWERS = POWERS.map((power, k) => power - (HIGH_POWERS[k] as number));
/** Far more than what the sums below may be off by, relative to their low part. */
const DOUBT = 2 ** -40;

export class NumberBytes {
  /** Behind the last byte that was read. */
  end = 0;

  /**
   * The double that a sign, digits, a point between digits and an exponent say; NaN for any other text and where its
   * rounding takes too many digits or powers of ten beyond 22. The bytes must end with one that is no digit.
   */
  readDouble(bytes: Uint8Array, from: number): number {
    const first = bytes[from] as number;
    const start = first === MINUS || first === PLUS ? from + 1 : from;
    let at = start;
    let whole = 0;
    let digit = (bytes[at] as number) - ZERO;
    for (; digit >>> 0 <= 9; digit = (bytes[++at] as number) - ZERO) whole = whole * 10 + digit;
    const count = at - start;
    if (count === 0 || count > SAFE_DIGITS) return Number.NaN;
    let high = whole;
    let low = 0;
    let more = 0;
    let power = 0;
    if (digit === POINT - ZERO) {
      const point = at++;
      digit = (bytes[at] as number) - ZERO;
      if (whole === 0) while (digit === 0) digit = (bytes[++at] as number) - ZERO;
      // Whole numbers of at most nine digits are quick to gather.
      const middleStart = at;
      const middleEnd = at + Math.min(PART_DIGITS, SAFE_DIGITS - count);
      let middle = 0;
      for (; digit >>> 0 <= 9 && at < middleEnd; digit = (bytes[++at] as number) - ZERO)
        middle = (middle * 10 + digit) | 0;
      high = whole * (POWERS[at - middleStart] as number) + middle;
      const lastStart = at;
      const lastEnd = at + PART_DIGITS;
      let last = 0;
      for (; digit >>> 0 <= 9 && at < lastEnd; digit = (bytes[++at] as number) - ZERO) last = (last * 10 + digit) | 0;
      low = last;
      more = at - lastStart;
      power = point + 1 - at;
      if (power === 0 || digit >>> 0 <= 9) return Number.NaN;
    }
    if (digit === SMALL_E - ZERO || digit === LARGE_E - ZERO) {
      power += this.#readExponent(bytes, at + 1);
      at = this.end;
    }
    this.end = at;
    if (more === 0) return first === MINUS ? -scale(high, power) : scale(high, power);
    const product = high * (POWERS[more] as number);
    const sum = product + low;
    const rest = productError(high, more, product) + (low - (sum - product));
    return first === MINUS ? -scaleSum(sum, rest, power) : scaleSum(sum, rest, power);
  }

  /** The whole number that a sign and at most 15 digits say; NaN for any other text. Never -0. */
  readInteger(bytes: Uint8Array, from: number): number {
    const first = bytes[from] as number;
    const start = first === MINUS || first === PLUS ? from + 1 : from;
    let at = start;
    let size = 0;
    let digit = (bytes[at] as number) - ZERO;
    for (; digit >= 0 && digit <= 9; digit = (bytes[++at] as number) - ZERO) size = size * 10 + digit;
    this.end = at;
    if (at === start || at - start > SAFE_DIGITS) return Number.NaN;
    return first === MINUS ? 0 - size : size;
  }

  /** A sign and at most three digits; NaN for more or none. */
  #readExponent(bytes: Uint8Array, from: number): number {
    const value = this.readInteger(bytes, from);
    return this.end - from > 4 ? Number.NaN : value;
  }
}

/** `size` holds at most 15 digits: one operation of exact numbers rounds once, as it must. */
function scale(size: number, power: number): number {
  if (power === 0) return size;
  if (power < 0) return power >= -22 ? size / (POWERS[-power] as number) : Number.NaN;
  return power <= 22 ? size * (POWERS[power] as number) : Number.NaN;
}

/**
 * (sum + rest) * 10^power, with the exact sums and products of two doubles of Dekker and Knuth. NaN where the rounding
 * hangs on what little is lost.
 */
function scaleSum(sum: number, rest: number, power: number): number {
  if (!(power >= -22 && power <= 22)) return Number.NaN;
  if (power > 0) {
    const scaled = sum * (POWERS[power] as number);
    return roundSum(scaled, productError(sum, power, scaled) + rest * (POWERS[power] as number));
  }
  const quotient = sum / (POWERS[-power] as number);
  const back = quotient * (POWERS[-power] as number);
  const left = sum - back - productError(quotient, -power, back) + rest;
  return roundSum(quotient, left / (POWERS[-power] as number));
}

function roundSum(value: number, rest: number): number {
  const least = value + rest * (1 - DOUBT);
  return least === value + rest * (1 + DOUBT) ? least : Number.NaN;
}

/** What `product` lacks of `factor` times a power of ten, exactly. */
function productError(factor: number, power: number, product: number): number {
  const high = highHalf(factor);
  const low = factor - high;
  const highPower = HIGH_POWERS[power] as number;
  const lowPower = LOW_POWERS[power] as number;
  return high * highPower - product + high * lowPower + low * highPower + low * lowPower;
}

function highHalf(x: number): number {
  const shifted = x * (2 ** 27 + 1);
  return shifted - (shifted - x);
}
