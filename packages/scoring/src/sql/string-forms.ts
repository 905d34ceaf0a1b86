import { javaDouble } from '../core/java-text.ts';
import { Decimal, parseDecimal, type Value } from '../core/values.ts';

/** Luhn's check of digits, as on credit cards. */
export function luhnCheck(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const sum = Array.from(text)
    .reverse()
    .reduce((total, digit, i) => {
      const size = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (size > 9 ? size - 9 : size);
    }, 0);
  return sum % 10 === 0;
}

/** Letters and digits replaced by these characters; null keeps what is there. */
export function mask(
  text: string | null,
  upper: string | null = 'X',
  lower: string | null = 'x',
  digit: string | null = 'n',
  other: string | null = null,
): Value {
  if (text === null) return null;
  return Array.from(text, (character) => {
    if (/\p{Lu}/u.test(character)) return upper ?? character;
    if (/\p{Ll}/u.test(character)) return lower ?? character;
    if (/\p{Nd}/u.test(character)) return digit ?? character;
    return other ?? character;
  }).join('');
}

/** `1,234.50`: rounded half to even. */
export function groupDigits(value: unknown, places: number): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
  const decimal =
    value instanceof Decimal
      ? value
      : (parseDecimal(typeof value === 'number' ? javaDouble(value) : String(value)) as Decimal);
  const rounded = roundHalfEven(decimal, places);
  const negative = rounded.unscaled < 0n || (decimal.unscaled < 0n && rounded.unscaled === 0n) || Object.is(value, -0);
  const [whole = '0', fraction] = String(
    new Decimal(rounded.unscaled < 0n ? -rounded.unscaled : rounded.unscaled, places),
  ).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

function roundHalfEven(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return new Decimal(value.unscaled * 10n ** BigInt(scale - value.scale), scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  const size = value.unscaled < 0n ? -value.unscaled : value.unscaled;
  const [quotient, rest] = [size / divisor, (size % divisor) * 2n];
  const rounded = rest > divisor || (rest === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
  return new Decimal(value.unscaled < 0n ? -rounded : rounded, scale);
}

/** A `DecimalFormat` pattern of `#`, `0`, `,` and `.`, such as `##,###.00`; null for others. */
export function formatPattern(value: unknown, pattern: string): string | null {
  if (pattern === '') return groupDigits(value, 0);
  const match = /^([#,0]*)(?:\.([0]*)([#]*))?$/.exec(pattern);
  if (match === null) return null;
  const [, whole = '', zeros = '', hashes = ''] = match;
  const text = groupDigits(value, zeros.length + hashes.length);
  const [integer = '', fraction = ''] = text.split('.');
  const least = whole.replace(/[^0]/g, '').length;
  const plain = integer.replace(/[-,]/g, '').replace(/^0+/, '').padStart(least, '0');
  const size = whole.includes(',') ? whole.length - whole.lastIndexOf(',') - 1 : 0;
  const grouped = size === 0 ? plain : plain.replace(new RegExp(`\\B(?=(\\d{${size}})+$)`, 'g'), ',');
  const kept = fraction.slice(0, zeros.length) + fraction.slice(zeros.length).replace(/0+$/, '');
  return `${integer.startsWith('-') ? '-' : ''}${grouped}${kept === '' ? '' : `.${kept}`}`;
}
