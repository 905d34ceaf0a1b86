import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';

/** Values of one feature to their indices. */
export type CategoryMap = ReadonlyMap<number, number>;

/** The maps of the categorical features, by feature. */
export type CategoryMaps = ReadonlyMap<number, CategoryMap>;

/**
 * Looks the stored values of categorical features up: -0.0 is 0.0, NaN is never known. A value that is not known gets
 * the size of its map if `keep`; else the answer is undefined.
 */
export function indexCategories(vector: Vector, maps: CategoryMaps, keep: boolean): Vector | undefined {
  const result = vector.values.slice();
  if (vector.type === 1) {
    for (const [feature, map] of maps) {
      const index = indexIn(map, result[feature] as number, keep);
      if (index === undefined) return undefined;
      result[feature] = index;
    }
    return new DenseVector(result);
  }
  for (let k = 0; k < result.length; k++) {
    const map = maps.get(vector.indices[k] as number);
    if (map === undefined) continue;
    const index = indexIn(map, result[k] as number, keep);
    if (index === undefined) return undefined;
    result[k] = index;
  }
  return new SparseVector(vector.size, vector.indices, result);
}

function indexIn(map: CategoryMap, value: number, keep: boolean): number | undefined {
  const index = Number.isNaN(value) ? undefined : map.get(value);
  return index ?? (keep ? map.size : undefined);
}
