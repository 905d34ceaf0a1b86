/** A rough measure of rows, for cutting output into groups of bounded memory. */
import { isVectorValue, type Value } from '@tinderbox/scoring';

const NUMBER_BYTES = 8;
/** What V8 keeps beside the content of a string, of a list or object, and of a typed array. */
const STRING_BYTES = 24;
const OBJECT_BYTES = 64;
const ARRAY_BYTES = 200;

/** Bytes of memory that a value of a row takes, about: small values are mostly overhead. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return STRING_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return NUMBER_BYTES;
  if (isVectorValue(value)) {
    return OBJECT_BYTES + (value.type === 1 ? 1 : 2) * (ARRAY_BYTES + NUMBER_BYTES * value.values.length);
  }
  if (value instanceof Uint8Array) return ARRAY_BYTES + value.length;
  if (Array.isArray(value)) return sizeOfAll(value);
  if (value instanceof Map) return sizeOfAll(value.keys()) + sizeOfAll(value.values());
  return sizeOfAll(Object.values(value));
}

function sizeOfAll(values: Iterable<Value>): number {
  let total = OBJECT_BYTES;
  for (const value of values) total += sizeOf(value);
  return total;
}
