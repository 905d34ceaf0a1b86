import { nominalAttributes } from '../../core/attributes.ts';
import { type Decoded, double, oneOf, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { javaDouble } from '../../core/java-text.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import { replaceColumn, type Step } from '../../core/step.ts';
import { createField, isNumeric } from '../../core/types.ts';
import { hashTrieOrder } from '../../kernels/hash-trie-order.ts';
import { type ColumnPair, columnPairParams, requireApart } from '../families/column-pairs.ts';
import { type ColumnStatistics, NULL, readColumnStatistics, UNSEEN } from '../families/target-encodings.ts';

type Encodings = ReadonlyMap<number, number>;

/**
 * Puts in the place of a category what is known of the target where it occurs, blended with what is known of all rows.
 * Null has an encoding of its own if it was seen. Anything else unseen, NaN among it, fails the row, or gets that of all
 * rows. An output replaces a column of its name. Mirrors `TargetEncoderModel.transform`.
 */
export const targetEncoderModel = defineStage({
  spark: 'org.apache.spark.ml.feature.TargetEncoderModel',
  exactness: 'bit',
  fitParams: ['labelCol'],
  params: {
    ...columnPairParams,
    handleInvalid: withDefault(oneOf('error', 'keep'), 'error'),
    targetType: withDefault(oneOf('binary', 'continuous'), 'binary'),
    smoothing: withDefault(double, 0),
  },
  data: { read: readColumnStatistics },
  sizes: ({ data }) => ({ columns: data.length }),
  plan(model, input) {
    const { targetType, smoothing, handleInvalid } = model.params;
    const pairs = encodedPairs(model);
    requireApart(pairs);
    if (pairs.length !== model.data.length) {
      throw new ScoringError('MODEL_DATA', `expected encodings of ${pairs.length} columns, got ${model.data.length}`);
    }
    return pairs.map((pair, i) => {
      const encodings = encode(model.data[i]!, { isBinary: targetType === 'binary', smoothing });
      return replaceCategories(input, pair, { encodings, keepsUnseen: handleInvalid === 'keep' });
    });
  },
});

type Named = Decoded<typeof columnPairParams>;

/** One column counts before several; outputs that nobody named are called after the inputs. */
function encodedPairs(model: Model<Named, unknown>): readonly ColumnPair[] {
  const { inputCol, outputCol, inputCols = [], outputCols } = model.params;
  const inputs = inputCol === undefined ? inputCols : [inputCol];
  const named = model.isSet('outputCol') && outputCol !== undefined ? [outputCol] : outputCols;
  const outputs = named ?? inputs.map((name) => `${name}_indexed`);
  if (inputs.length > 0 && inputs.length === outputs.length) {
    return inputs.map((name, i) => ({ input: name, output: outputs[i]! }));
  }
  throw new ScoringError(
    'MODEL_PARAM',
    `expected as many outputs as inputs (${inputs.length}), got ${outputs.length}`,
    {
      param: 'outputCols',
    },
  );
}

function encode(statistics: ColumnStatistics, by: { isBinary: boolean; smoothing: number }): Encodings {
  const all = statistics.get(UNSEEN)!;
  return new Map(
    hashTrieOrder(statistics.keys()).map((category) => {
      const { count, target } = statistics.get(category)!;
      const weight = count / (count + by.smoothing);
      const own = by.isBinary ? target / count : target;
      const general = by.isBinary ? all.target / all.count : all.target;
      return [category, weight * own + (1 - weight) * general];
    }),
  );
}

function replaceCategories(
  input: Columns,
  pair: ColumnPair,
  { encodings, keepsUnseen }: { encodings: Encodings; keepsUnseen: boolean },
): Step {
  const field = input.require(pair.input, 'double');
  if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
  const value = compute([input.castToDouble(field)], () => {
    const known = new Map(encodings);
    known.delete(UNSEEN);
    known.delete(NULL);
    const unseen = keepsUnseen ? encodings.get(UNSEEN) : undefined;
    const missing = encodings.get(NULL) ?? unseen;
    return (category) => {
      const encoded = category === null ? missing : (known.get(category) ?? unseen);
      if (encoded !== undefined) return encoded;
      if (category === null) throw new ScoringError('INPUT_VALUE_NULL', 'expected a known category, got null');
      throw new ScoringError('INPUT_VALUE_UNSEEN', `expected one of ${known.size} known categories, got another`);
    };
  });
  const labels = hashTrieOrder(encodings.values()).map(javaDouble);
  return replaceColumn(
    { ...createField(pair.output, 'double'), attributes: nominalAttributes(pair.output, labels) },
    value,
  );
}
