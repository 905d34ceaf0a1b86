import { doubles, list, oneOf, optional, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { computeUnlessNull, type Expression } from '../../core/expression.ts';
import { javaDouble } from '../../core/java-text.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn, keepRows } from '../../core/step.ts';
import { type ColumnAttributes, createField } from '../../core/types.ts';
import { isRising, javaSearch } from '../../kernels/java-search.ts';
import { columnPairParams, columnPairs } from '../families/column-pairs.ts';
import { isPresent } from '../families/present-rows.ts';

/**
 * Finds the bucket of each number: splits a, b, c make the buckets [a, b) and [b, c]. null stays null. NaN fails the
 * row, gets the bucket after the last (keep), or drops the row as null does (skip; before Spark 2.3 a null or NaN in
 * any column drops it). A number outside the splits always fails. Mirrors `Bucketizer.transform`.
 */
export const bucketizer = defineStage({
  spark: 'org.apache.spark.ml.feature.Bucketizer',
  exactness: 'bit',
  params: {
    ...columnPairParams,
    splits: optional(doubles),
    splitsArray: optional(list(doubles)),
    handleInvalid: withDefault(oneOf('error', 'keep', 'skip'), 'error'),
  },
  plan(model, input) {
    const { inputCols, splits, splitsArray, handleInvalid } = model.params;
    const pairs = columnPairs(model);
    const allSplits = (inputCols === undefined ? [splits ?? []] : (splitsArray ?? [])).map(checkSplits);
    if (allSplits.length !== pairs.length) {
      throw new ScoringError('MODEL_PARAM', `expected splits for ${pairs.length} columns, got ${allSplits.length}`, {
        param: 'splitsArray',
      });
    }
    const keep = handleInvalid === 'keep';
    const steps = pairs.map((pair, i) => {
      const value = bucketOf(input.number(pair.input), { splits: allSplits[i]!, keep });
      const { nullable } = input.require(pair.input, 'double');
      return addColumn({ ...createField(pair.output, 'double', nullable), attributes: buckets(allSplits[i]!) }, value);
    });
    if (handleInvalid !== 'skip') return steps;
    const watched = pairs.map((pair) => input.require(pair.input, 'double'));
    return [keepRows(isPresent(isAtLeast(model.semantics, 2, 3) ? watched : input.fields)), ...steps];
  },
});

function checkSplits(splits: readonly number[]): Float64Array {
  if (splits.length >= 3 && isRising(splits, true)) return Float64Array.from(splits);
  throw new ScoringError('MODEL_PARAM', 'expected three or more rising splits, got others', { param: 'splits' });
}

function bucketOf(input: Expression<number | null>, of: { splits: Float64Array; keep: boolean }) {
  const { splits, keep } = of;
  const last = splits.length - 1;
  return computeUnlessNull(input, () => (x: number) => {
    if (Number.isNaN(x)) {
      if (keep) return last;
      throw new ScoringError('INPUT_VALUE', 'expected a number, got NaN');
    }
    if (x === splits[last]) return last - 1;
    const found = javaSearch(splits, x);
    if (found >= 0) return found;
    const bucket = -found - 2;
    if (bucket >= 0 && bucket < last) return bucket;
    throw new ScoringError('INPUT_VALUE', 'expected a number between the first and the last split, got one outside');
  });
}

function buckets(splits: Float64Array): ColumnAttributes {
  const texts = Array.from(splits, javaDouble);
  const values = texts.slice(1).map((to, i) => `${texts[i]}, ${to}`);
  return { kind: 'scalar', attribute: { type: 'nominal', values, ordinal: true } };
}
