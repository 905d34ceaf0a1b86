import { attributesOf } from '../../core/attributes.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import type { Attribute, Field } from '../../core/types.ts';
import type { Vector } from '../../core/vector.ts';
import { pick } from '../../kernels/pick.ts';

/** The features at these places. A dense vector must have them all; of a sparse one the missing ones are zero. */
export function pickFeatures(
  features: Expression<Vector>,
  places: readonly number[],
  keepZeros: boolean,
): Expression<Vector> {
  return compute([features], () => {
    const chosen = Int32Array.from(places);
    const needed = places.reduce((most, place) => Math.max(most, place + 1), 0);
    return (vector) => {
      if (vector.type === 0 || vector.size >= needed) return pick(vector, chosen, keepZeros);
      throw new ScoringError('INPUT_VALUE', `expected a vector of at least ${needed} elements, got ${vector.size}`);
    };
  });
}

/** What is known of the elements at these places; undefined where the column does not tell. */
export function pickElements(field: Field, places: readonly number[]): (() => readonly Attribute[]) | undefined {
  const attributes = attributesOf(field);
  const elements = attributes?.kind === 'vector' ? attributes.elements : undefined;
  return elements && (() => places.map((place) => elements()[place] ?? { type: 'numeric' }));
}

/** True for distinct places from 0 up to the largest a vector can have. */
export function arePlaces(places: readonly number[]): boolean {
  const fits = (place: number) => Number.isInteger(place) && place >= 0 && place < 0x7fffffff;
  return places.every(fits) && new Set(places).size === places.length;
}
