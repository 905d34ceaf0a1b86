import { knownElements, knownSize, vectorElements } from '../../core/attributes.ts';
import { double, integer, mapOf, oneOf, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { javaDouble } from '../../core/java-text.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { addColumn, keepRows, type Step } from '../../core/step.ts';
import { type Attribute, type ColumnAttributes, createField, type Field, VECTOR } from '../../core/types.ts';
import { requireSize } from '../../core/vector.ts';
import { type CategoryMap, type CategoryMaps, indexCategories } from '../../kernels/category-maps.ts';
import { inputName, outputName } from '../families/column-pairs.ts';

interface Learnt {
  readonly numFeatures: number;
  readonly categoryMaps: CategoryMaps;
}

/**
 * Replaces the values of categorical features by indices; the others stay, and so does the kind of the vector. Of a
 * sparse vector only the stored values are looked up. A value not seen in training, NaN too, fails the row, drops it
 * (skip) or gets the index after the last (keep). null fails the row. Mirrors `VectorIndexerModel.transform`.
 */
export const vectorIndexerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.VectorIndexerModel',
  exactness: 'bit',
  fitParams: ['maxCategories'],
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    handleInvalid: withDefault(oneOf('error', 'keep', 'skip'), 'error'),
  },
  data: { read: readMaps },
  sizes: ({ data }) => ({ features: data.numFeatures, categorical: data.categoryMaps.size }),
  values: { numFeatures: ({ data }) => data.numFeatures, categoryMaps: ({ data }) => data.categoryMaps },
  plan(model, input) {
    const { handleInvalid } = model.params;
    const { numFeatures, categoryMaps } = model.data;
    const name = inputName(model);
    const features = input.vector(name);
    // Until 4.2 the attributes of a loaded model were made before its params were set.
    const namesUnknown = handleInvalid === 'keep' && isAtLeast(model.semantics, 4, 3);
    const attributes = elementsBehind(input.require(name, VECTOR), model.data, namesUnknown);
    const field = { ...createField(outputName(model), VECTOR), attributes };
    const indexed = compute([features], () => (vector) => {
      const result = indexCategories(requireSize(vector, numFeatures), categoryMaps, handleInvalid === 'keep');
      if (result !== undefined || handleInvalid === 'skip') return result;
      throw new ScoringError('INPUT_VALUE_UNSEEN', 'expected categories seen in training, got another value');
    });
    const steps: Step[] = [addColumn(field, indexed)];
    if (handleInvalid === 'skip') steps.push(keepRows(compute([indexed], () => (result) => result !== undefined)));
    return steps;
  },
});

async function readMaps(stored: StoredStage): Promise<Learnt> {
  const row = await oneRow({ numFeatures: integer, categoryMaps: mapOf(integer, mapOf(double, integer)) }).read(stored);
  const { numFeatures, categoryMaps } = row;
  const fits = [...categoryMaps.keys()].every((feature) => feature >= 0 && feature < numFeatures);
  if (fits && numFeatures <= 0x7fffffff) return row;
  throw new ScoringError('MODEL_DATA', `expected features from 0 to ${numFeatures - 1}, got others`, stored.where);
}

/** The elements of the input with what is known of their categories, and "__unknown" if `namesUnknown`. */
function elementsBehind(input: Field, learnt: Learnt, namesUnknown: boolean): ColumnAttributes {
  const { numFeatures, categoryMaps } = learnt;
  const known = knownElements(input);
  const size = known?.length ?? knownSize(input);
  if (size !== undefined && size !== numFeatures) {
    throw new ScoringError('MODEL_SCHEMA', `expected a vector of ${numFeatures} features, got ${size}`, {
      column: input.name,
    });
  }
  return vectorElements(numFeatures, () =>
    Array.from({ length: numFeatures }, (_, feature) => {
      const element = known?.[feature] ?? { type: 'numeric' as const };
      const categories = categoryMaps.get(feature);
      return categories === undefined ? element : categorical(element, categories, namesUnknown);
    }),
  );
}

function categorical(input: Attribute, categories: CategoryMap, namesUnknown: boolean): Attribute {
  const values = [...categories.keys()].sort((a, b) => a - b).map(javaDouble);
  const named = input.name === undefined ? {} : { name: input.name };
  if (namesUnknown) return { type: 'nominal', ...named, values: [...values, '__unknown'], ordinal: false };
  return values.length === 2
    ? { type: 'binary', ...named, values }
    : { type: 'nominal', ...named, values, ordinal: false };
}
