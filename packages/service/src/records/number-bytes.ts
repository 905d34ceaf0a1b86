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
/** So many more are gathered behind them. */
const MORE_DIGITS = 7;
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
   * rounding takes more than 22 digits or powers of ten beyond 22. The bytes must end with one that is no digit.
   */
  readDouble(bytes: Uint8Array, from: number): number {
    const first = bytes[from] as number;
    const start = first === MINUS || first === PLUS ? from + 1 : from;
    let at = start;
    let digit = (bytes[at] as number) - ZERO;
    let high = 0;
    for (; digit >= 0 && digit <= 9; digit = (bytes[++at] as number) - ZERO) high = high * 10 + digit;
    let count = at - start;
    if (count === 0 || count > SAFE_DIGITS) return Number.NaN;
    let low = 0;
    let power = 0;
    if (digit === POINT - ZERO) {
      const point = at++;
      const highEnd = at + SAFE_DIGITS - count;
      digit = (bytes[at] as number) - ZERO;
      for (; digit >= 0 && digit <= 9 && at < highEnd; digit = (bytes[++at] as number) - ZERO) high = high * 10 + digit;
      for (; digit >= 0 && digit <= 9; digit = (bytes[++at] as number) - ZERO) low = low * 10 + digit;
      power = point + 1 - at;
      if (power === 0) return Number.NaN;
      count -= power;
    }
    const letter = digit + ZERO;
    if (letter === SMALL_E || letter === LARGE_E) {
      power += this.#readExponent(bytes, at + 1);
      at = this.end;
    }
    this.end = at;
    const size = count <= SAFE_DIGITS ? scale(high, power) : scaleLong(high, low, { more: count - SAFE_DIGITS, power });
    return first === MINUS ? -size : size;
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
 * (high * 10^more + low) * 10^power, with the sums of two doubles of Dekker and Knuth: `sum` and `rest` are exact together,
 * and so nearly are the two that come of scaling them. NaN where the rounding hangs on what they are off by.
 */
function scaleLong(
  high: number,
  low: number,
  { more, power }: { readonly more: number; readonly power: number },
): number {
  if (more > MORE_DIGITS || !(power >= -22 && power <= 22)) return Number.NaN;
  const product = high * (POWERS[more] as number);
  const sum = product + low;
  const rest = productError(high, more, product) + (low - (sum - product));
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
