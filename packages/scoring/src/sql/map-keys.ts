import type { Value } from '../core/values.ts';
import { failRow } from './dialect.ts';

export type DistinctMap = Map<Value, Value>;

/** Adds an entry. Fails for a null key and for one that is there already, as Spark does unless configured otherwise. */
export function putKey(
  map: DistinctMap,
  key: Value,
  { value, same }: { value: Value; same: (a: Value, b: Value) => boolean },
): void {
  if (key === null) throw failRow('NULL_MAP_KEY', 'expected map keys, got null');
  const plain = typeof key === 'string' || typeof key === 'boolean';
  const exists = plain ? map.has(key) : [...map.keys()].some((other) => same(other, key));
  if (exists) throw failRow('DUPLICATED_MAP_KEY', 'expected map keys that differ, got one twice');
  map.set(Object.is(key, -0) ? 0 : key, value);
}
