/**
 * Doubles and floats as Java writes them (`Double.toString`, `Float.toString` of JDK 8 to 18): the text that Spark
 * shows for a number wherever one becomes a string, be it a cast, JSON or CSV.
 *
 * The JDK that runs Spark decides, not Spark: all of its versions run on JDK 8, 11 or 17. From JDK 19 on a few numbers
 * are written shorter (2.0E23 for 1.9999999999999998E23); the bits read back are the same.
 */
import { type Digits, doubleDigits, floatDigits } from './java-digits.ts';

/** `Double.toString(x)`: "1.0", "1.0E7", "1.0E-4", "-0.0", "NaN", "Infinity". */
export function javaDouble(x: number): string {
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 1e7) {
    const text = Number.isInteger(x) ? `${x}.0` : String(x);
    // So few digits are found by every way.
    if (text.length < 16) return text;
  }
  return writeNumber(x, doubleDigits);
}

/** `Float.toString(x)` of a number that is already rounded to 32 bits. */
export function javaFloat(x: number): string {
  return writeNumber(x, floatDigits);
}

function writeNumber(x: number, digitsOf: (size: number) => Digits): string {
  if (!Number.isFinite(x)) return String(x);
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  return `${x < 0 ? '-' : ''}${place(digitsOf(Math.abs(x)))}`;
}

/** The point behind the digits before it, or an exponent below 0.001 and from 10^7 on. */
function place({ digits, exponent }: Digits): string {
  if (exponent > 0 && exponent < 8) {
    return `${digits.slice(0, exponent).padEnd(exponent, '0')}.${digits.slice(exponent) || '0'}`;
  }
  if (exponent <= 0 && exponent > -3) return `0.${'0'.repeat(-exponent)}${digits}`;
  return `${digits[0]}.${digits.slice(1) || '0'}E${exponent - 1}`;
}
