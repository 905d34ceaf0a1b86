import type { Value } from '../core/values.ts';
import { failRow } from './dialect.ts';

export type DistinctMap = Map<Value, Value>;

/** Adds an entry. Fails for a null key and, unless `replaces`, for one that is there already: Spark 2.4 takes the last. */
export function putKey(
  map: DistinctMap,
  key: Value,
  { value, same, replaces = false }: { value: Value; same: (a: Value, b: Value) => boolean; replaces?: boolean },
): void {
  if (key === null) throw failRow('NULL_MAP_KEY', 'expected map keys, got null');
  const plain = typeof key === 'string' || typeof key === 'boolean';
  const found = plain ? (map.has(key) ? key : undefined) : [...map.keys()].find((other) => same(other, key));
  if (found !== undefined && replaces) {
    map.set(found, value);
    return;
  }
  if (found !== undefined) throw failRow('DUPLICATED_MAP_KEY', 'expected map keys that differ, got one twice');
  map.set(Object.is(key, -0) ? 0 : key, value);
}
