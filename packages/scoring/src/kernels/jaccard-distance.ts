import type { Vector } from '../core/vector.ts';

/** 1 less the share of places that are not zero in both, of those not zero in one of them; 1 where one has none. */
export function jaccardDistance(a: Vector, b: Vector): number {
  const places = new Set(nonZeroPlaces(a));
  const others = nonZeroPlaces(b);
  const common = others.filter((place) => places.has(place)).length;
  return 1 - common / (places.size + others.length - common);
}

function nonZeroPlaces(vector: Vector): readonly number[] {
  const places: number[] = [];
  vector.values.forEach((value, k) => {
    if (value !== 0) places.push(vector.type === 1 ? k : vector.indices[k]!);
  });
  return places;
}
