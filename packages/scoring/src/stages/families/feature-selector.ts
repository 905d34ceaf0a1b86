import { vectorElements } from '../../core/attributes.ts';
import { integers, optional, string, withDefault } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { type DataReader, oneRow } from '../../core/stage.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { type Attribute, createField, VECTOR } from '../../core/types.ts';
import { arePlaces, pickElements, pickFeatures } from './picked-features.ts';
import { storedValues } from './stored-values.ts';

/** Params of every model that keeps some features. */
export const selectorParams = { featuresCol: withDefault(string, 'features'), outputCol: optional(string) };

/** The kept features in rising order. */
export const selectedFeatures: DataReader<readonly number[]> = {
  async read(stored) {
    const row = await oneRow({ selectedFeatures: integers }).read(stored);
    if (arePlaces(row.selectedFeatures)) return row.selectedFeatures.toSorted((a, b) => a - b);
    throw new ScoringError('MODEL_DATA', 'expected distinct selectedFeatures from 0 up, got others', stored.where);
  },
};

/** Told in stored order. */
export const selectorValues = storedValues({ selectedFeatures: integers });

/**
 * Keeps the selected features, and the kind of the vector with its explicit zeros. `unnamed` is what an element is
 * said to be where the input tells nothing. Mirrors `SelectorModel.transform`.
 */
export function planSelector(
  input: Columns,
  selector: {
    readonly features: readonly number[];
    readonly featuresCol: string;
    readonly outputCol: string;
    readonly unnamed: Attribute;
  },
): readonly Step[] {
  const { features, featuresCol, outputCol, unnamed } = selector;
  const value = pickFeatures(input.vector(featuresCol), features, true);
  const elements = pickElements(input.require(featuresCol, VECTOR), features) ?? (() => features.map(() => unnamed));
  return [
    addColumn({ ...createField(outputCol, VECTOR), attributes: vectorElements(features.length, elements) }, value),
  ];
}
