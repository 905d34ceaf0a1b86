import { boolean, integers, oneOf, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { computeUnlessNull } from '../../core/expression.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { addColumn, type ColumnStep } from '../../core/step.ts';
import { type ColumnAttributes, createField, type Field, isNumeric, VECTOR } from '../../core/types.ts';
import { OneHotVectors } from '../../kernels/one-hot.ts';
import { type ColumnPair, columnPairParams, columnPairs } from '../families/column-pairs.ts';
import { categoriesOf, oneHotAttributes, sizeWithoutLast } from '../families/one-hot-attributes.ts';

interface Encoding {
  /** Categories seen in training. */
  readonly categories: number;
  readonly dropLast: boolean;
  readonly keepInvalid: boolean;
}

/**
 * Maps an index to a sparse vector with one 1.0. dropLast leaves the last slot out. An index that is no category, NaN
 * too, fails the row or (keep) gets a slot of its own after the others, which then is the last. null stays null.
 * Mirrors `OneHotEncoderModel.transform`.
 */
export const oneHotEncoderModel = defineStage({
  spark: 'org.apache.spark.ml.feature.OneHotEncoderModel',
  exactness: 'bit',
  params: {
    ...columnPairParams,
    handleInvalid: withDefault(oneOf('error', 'keep'), 'error'),
    dropLast: withDefault(boolean, true),
  },
  data: oneRow({ categorySizes: integers }),
  sizes: ({ data }) => ({ categories: data.categorySizes.reduce((sum, size) => sum + size, 0) }),
  values: { categorySizes: ({ data }) => data.categorySizes },
  plan(model, input) {
    const { handleInvalid, dropLast } = model.params;
    const { categorySizes } = model.data;
    const pairs = columnPairs(model);
    if (pairs.length !== categorySizes.length || categorySizes.some((size) => size < 1 || size > 0x7ffffffe)) {
      throw new ScoringError('MODEL_DATA', `expected a category count for each of ${pairs.length} columns, got others`);
    }
    return pairs.map((pair, i) => {
      const categories = categorySizes[i] as number;
      return encodeStep(input, pair, { categories, dropLast, keepInvalid: handleInvalid === 'keep' });
    });
  },
});

function encodeStep(input: Columns, pair: ColumnPair, encoding: Encoding): ColumnStep {
  const field = input.require(pair.input, 'double');
  if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
  const { categories, keepInvalid } = encoding;
  const size = sizeOf(encoding);
  const value = computeUnlessNull(input.castToDouble(field), () => {
    const vectors = new OneHotVectors(size);
    return (index) => {
      if (index >= 0 && index < categories) return vectors.at(index);
      if (keepInvalid) return vectors.at(categories);
      throw new ScoringError('INPUT_VALUE_UNSEEN', `expected one of ${categories} categories, got another`);
    };
  });
  return addColumn({ ...createField(pair.output, VECTOR), attributes: attributesFor(field, encoding, size) }, value);
}

function sizeOf({ categories, dropLast, keepInvalid }: Encoding): number {
  return categories + (keepInvalid ? 1 : 0) - (dropLast ? 1 : 0);
}

/** Named by the input's metadata, which then has to tell as many categories as were seen in training. */
function attributesFor(field: Field, encoding: Encoding, size: number): ColumnAttributes {
  const { categories, dropLast, keepInvalid } = encoding;
  const told = categoriesOf(field);
  if (told === undefined) return oneHotAttributes({ count: categories }, size, field.name);
  if (dropLast && !keepInvalid) sizeWithoutLast(told, field.name);
  if (told.count === categories) return oneHotAttributes(told, size, field.name);
  throw new ScoringError('MODEL_SCHEMA', `expected a column of ${categories} categories, got ${told.count}`, {
    column: field.name,
  });
}
