import { vectorElements } from '../../core/attributes.ts';
import { integers, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { type DataReader, defineStage, oneRow } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { type Attribute, createField, VECTOR } from '../../core/types.ts';
import { outputName } from './column-pairs.ts';
import { selectorFit } from './fit-params.ts';
import { arePlaces, pickElements, pickFeatures } from './picked-features.ts';
import { storedValues } from './stored-values.ts';

/**
 * A model that keeps some features, and the kind of the vector with its explicit zeros. `unnamed` is what an element is
 * said to be where the input tells nothing. Mirrors `SelectorModel.transform`.
 */
export function defineSelector(name: string, unnamed: Attribute) {
  return defineStage({
    spark: `org.apache.spark.ml.feature.${name}`,
    exactness: 'bit',
    fitParams: selectorFit,
    params: { featuresCol: withDefault(string, 'features'), outputCol: optional(string) },
    data: selectedFeatures,
    sizes: ({ data }) => ({ selectedFeatures: data.length }),
    values: storedValues({ selectedFeatures: integers }),
    plan(model, input) {
      const { featuresCol } = model.params;
      const features = model.data;
      const value = pickFeatures(input.vector(featuresCol), features, true);
      const elements =
        pickElements(input.require(featuresCol, VECTOR), features) ?? (() => features.map(() => unnamed));
      const field = {
        ...createField(outputName(model), VECTOR),
        attributes: vectorElements(features.length, elements),
      };
      return [addColumn(field, value)];
    },
  });
}

/** The kept features in rising order; their values are told in stored order. */
const selectedFeatures: DataReader<readonly number[]> = {
  async read(stored) {
    const row = await oneRow({ selectedFeatures: integers }).read(stored);
    if (arePlaces(row.selectedFeatures)) return row.selectedFeatures.toSorted((a, b) => a - b);
    throw new ScoringError('MODEL_DATA', 'expected distinct selectedFeatures from 0 up, got others', stored.where);
  },
};
