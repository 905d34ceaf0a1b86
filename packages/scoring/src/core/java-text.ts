/**
 * Doubles and floats as Java writes them (`Double.toString`, `Float.toString` since JDK 19): the text that Spark
 * shows for a number wherever one becomes a string, be it a cast, JSON or CSV.
 *
 * Older JDKs write a few numbers longer than needed (JDK 17: 1.9999999999999998E23 for 2.0E23); the bits read back
 * are the same.
 */

/** `Double.toString(x)`: "1.0", "1.0E7", "1.0E-4", "-0.0", "NaN", "Infinity". */
export function javaDouble(x: number): string {
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(x) ? `${x}.0` : String(x);
  if (size === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(x)) return String(x);
  const shortest = x.toExponential();
  // Java wants two digits and takes the nearest such decimal, so the least denormal is 4.9E-324, not 5.0E-324.
  return javaScientific(shortest.includes('.') ? shortest : x.toExponential(1));
}

/** `Float.toString(x)` of a number that is already rounded to 32 bits. */
export function javaFloat(x: number): string {
  const size = Math.abs(x);
  if (size === 0 || !Number.isFinite(x)) return javaDouble(x);
  const digits = shortestFloat(x);
  // Read back as a double, the few digits print as themselves.
  return size >= 1e-3 && size < 1e7 ? javaDouble(Number(digits)) : javaScientific(digits);
}

/** `1.5e+300` to `1.5E300`. */
function javaScientific(exponential: string): string {
  return exponential.replace('e+', 'E').replace('e', 'E');
}

/** The shortest exponent form, of two digits at least, that rounds to this float. */
function shortestFloat(x: number): string {
  for (let fractionDigits = 1; fractionDigits < 8; fractionDigits++) {
    const nearest = x.toExponential(fractionDigits);
    const above = neighbour(nearest, 1n);
    // At a power of two the floats below lie twice as dense as those above: the decimal next above may read back
    // although the nearest one, below, does not.
    const found = [nearest, above].find((text) => Math.fround(Number(text)) === x);
    if (found !== undefined) return trimZeros(found === nearest ? halfToEven(x, nearest) : found);
  }
  return x.toExponential(8);
}

/** toExponential rounds halves away from zero, Java to the even digit. */
function halfToEven(x: number, rounded: string): string {
  const length = rounded.indexOf('e');
  if (Number(rounded[length - 1]) % 2 === 0 || !/^50*e/.test(x.toExponential(40).slice(length))) return rounded;
  const even = neighbour(rounded, -1n);
  return Math.fround(Number(even)) === x ? even : rounded;
}

/** The decimal of as many digits one step away from zero, or towards it. */
function neighbour(exponential: string, step: bigint): string {
  const [, sign, whole, fraction, exponent] = /^(-?)(\d)\.(\d+)e(.*)$/.exec(exponential) as unknown as string[];
  const digits = String(BigInt(`${whole}${fraction}`) + step);
  return `${sign}${digits[0]}.${digits.slice(1)}e${exponent}`;
}

/** `1.50e+3` to `1.5e+3`; one digit stays after the point. */
function trimZeros(exponential: string): string {
  return exponential.replace(/(\.\d+?)0+e/, '$1e');
}
