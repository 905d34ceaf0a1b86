/** A rough measure of rows, for cutting output into groups of bounded memory. */
import { isVectorValue, type Value } from '@tinderbox/scoring';

const NUMBER_BYTES = 8;

/** Bytes that a value of a row takes, about. */
export function sizeOf(value: Value): number {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.length : NUMBER_BYTES;
  if (isVectorValue(value)) return (value.type === 1 ? 1 : 2) * NUMBER_BYTES * value.values.length;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return sizeOfAll(value);
  if (value instanceof Map) return sizeOfAll(value.keys()) + sizeOfAll(value.values());
  return sizeOfAll(Object.values(value));
}

function sizeOfAll(values: Iterable<Value>): number {
  let total = NUMBER_BYTES;
  for (const value of values) total += sizeOf(value);
  return total;
}
