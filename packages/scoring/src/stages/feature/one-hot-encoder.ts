import { boolean, string, withDefault } from '../../core/codec.ts';
import { wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { computeUnlessNull } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, type Field, isNumeric, VECTOR } from '../../core/types.ts';
import { OneHotVectors } from '../../kernels/one-hot.ts';
import { columnPairParams, inputName, outputName } from '../families/column-pairs.ts';
import { type Categories, categoriesOf, oneHotAttributes, sizeWithoutLast } from '../families/one-hot-attributes.ts';

/**
 * The transformer of Spark before 3.0, whose class name has meant an estimator since. Its size is that of the input's
 * metadata: without any, Spark scans the whole data for the largest index, which no row-wise answer can do.
 * An index past the last slot gives zeros, a negative one fails the row, null stays null.
 * Mirrors `OneHotEncoder.transform` of Spark 2.
 */
export const oneHotEncoder = defineStage({
  spark: 'org.apache.spark.ml.feature.OneHotEncoder',
  exactness: 'bit',
  params: {
    // Beyond inputCol and outputCol these are of the estimator, declared for it to be refused by its name.
    ...columnPairParams,
    handleInvalid: withDefault(string, 'error'),
    dropLast: withDefault(boolean, true),
  },
  data: { read: refuseEstimator },
  plan(model, input) {
    const { dropLast } = model.params;
    const field = input.require(inputName(model), 'double');
    if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
    const categories = requireCategories(field);
    const size = dropLast ? sizeWithoutLast(categories, field.name) : categories.count;
    const value = computeUnlessNull(input.castToDouble(field), () => {
      const vectors = new OneHotVectors(size);
      return (index) => {
        if (index > -1 || Number.isNaN(index)) return vectors.at(index);
        throw new ScoringError('INPUT_VALUE', 'expected a category index, got a negative number');
      };
    });
    const attributes = oneHotAttributes(categories, size, field.name);
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes }, value)];
  },
});

async function refuseEstimator({ savedBy, where }: StoredStage): Promise<undefined> {
  if (!isAtLeast(savedBy, 3, 0)) return undefined;
  const got = 'expected an OneHotEncoderModel, got an OneHotEncoder, which is an unfitted estimator since Spark 3.0';
  throw new ScoringError('STAGE_UNFITTED', got, where);
}

function requireCategories(field: Field): Categories {
  const categories = categoriesOf(field);
  if (categories !== undefined) return categories;
  throw new ScoringError(
    'STAGE_UNSUPPORTED',
    'expected category metadata on the input, such as a StringIndexerModel writes, got none: Spark 2 scans all rows',
    { column: field.name },
  );
}
