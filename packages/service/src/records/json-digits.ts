import { type DataType, DECIMAL_DIGITS, LONG_DIGITS } from '@tinderbox/scoring';

/** What to look for in a text before JSON.parse may have it; undefined where a double is enough for every type. */
export function neededDigits(types: readonly DataType[]): RegExp | undefined {
  const names = JSON.stringify(types);
  if (names.includes('"decimal(')) return DECIMAL_DIGITS;
  return names.includes('"long"') ? LONG_DIGITS : undefined;
}
