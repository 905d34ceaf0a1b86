/** What a + b lost when it was rounded to `sum`, exactly, whichever is larger (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const rounded = sum - a;
  return a - (sum - rounded) + (b - rounded);
}

/** Times a double, it splits it in two halves (Veltkamp). */
export const SPLITTER = 2 ** 27 + 1;

/** The upper half of the digits of a number under 2^995; the rest is exactly what is left. */
export function topHalf(value: number): number {
  const wide = SPLITTER * value;
  return wide - (wide - value);
}

/**
 * What a * b lost when it was rounded to `product`, exactly (Dekker, Veltkamp). The factors must be under 2^995, the
 * product under 2^1022 and, but for zero, over 2^-967.
 */
export function productError(a: number, b: number, product: number): number {
  const topA = topHalf(a);
  const topB = topHalf(b);
  const restA = a - topA;
  const restB = b - topB;
  return restA * restB - (product - topA * topB - restA * topB - topA * restB);
}
