import { knownElements, knownSize, vectorElements, vectorSize } from '../../core/attributes.ts';
import { integers, optional, string, strings, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, type Field, VECTOR } from '../../core/types.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { arePlaces, pickElements, pickFeatures } from '../families/picked-features.ts';

/**
 * Takes elements out of a vector: first those of `indices`, then those of `names`, found by the column's metadata. The
 * kind of the vector stays; Spark 3.2 and later drop the explicit zeros of a sparse one. Mirrors
 * `VectorSlicer.transform`.
 */
export const vectorSlicer = defineStage({
  spark: 'org.apache.spark.ml.feature.VectorSlicer',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    indices: withDefault(integers, []),
    names: withDefault(strings, []),
  },
  plan(model, input) {
    const { indices, names } = model.params;
    const features = input.vector(inputName(model));
    const field = input.require(inputName(model), VECTOR);
    const places = [...indices, ...placesOf(names, field)];
    if (places.length === 0 || !arePlaces(places)) {
      throw new ScoringError('MODEL_PARAM', 'expected one or more elements, each once, got others', {
        param: 'indices',
      });
    }
    requireInside(places, field);
    const value = pickFeatures(features, places, !isAtLeast(model.semantics, 3, 2));
    const elements = pickElements(field, places);
    const attributes = elements === undefined ? vectorSize(places.length) : vectorElements(places.length, elements);
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes }, value)];
  },
});

function placesOf(names: readonly string[], field: Field): readonly number[] {
  if (names.length === 0) return [];
  const places = new Map(knownElements(field)?.map(({ name }, place) => [name, place]));
  return names.map((name) => {
    const place = places.get(name);
    if (place !== undefined) return place;
    throw new ScoringError('INPUT_COLUMN_TYPE', `expected an element named ${name} in the metadata, got none`, {
      column: field.name,
    });
  });
}

function requireInside(places: readonly number[], field: Field): void {
  const size = knownSize(field);
  const largest = places.reduce((most, place) => Math.max(most, place), 0);
  if (size === undefined || largest < size) return;
  throw new ScoringError('INPUT_COLUMN_TYPE', `expected a vector with element ${largest}, got one of size ${size}`, {
    column: field.name,
  });
}
