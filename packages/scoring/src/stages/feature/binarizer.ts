import { knownSize } from '../../core/attributes.ts';
import { double, doubles, optional, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, computeUnlessNull, type Expression } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn, type ColumnStep } from '../../core/step.ts';
import { type ColumnAttributes, createField, isVector } from '../../core/types.ts';
import type { Vector } from '../../core/vector.ts';
import { binarizeAll, binarizeStored } from '../../kernels/binarize.ts';
import { compress, sparseRule } from '../../kernels/compress.ts';
import { type ColumnPair, columnPairParams, columnPairs } from '../families/column-pairs.ts';
import { LARGEST_FILLED } from '../families/model-vector.ts';
import { vectorColumn } from '../families/vector-column.ts';

interface Rules {
  readonly threshold: number;
  readonly semantics: SparkVersion;
}

/**
 * 1.0 above the threshold, else 0.0, for doubles or the elements of vectors, which then take the smaller kind. NaN
 * gives 0.0, except in a vector under a negative threshold. A null double stays null, from Spark 4 on it gives 0.0.
 * Mirrors `Binarizer.transform`.
 */
export const binarizer = defineStage({
  spark: 'org.apache.spark.ml.feature.Binarizer',
  exactness: 'bit',
  params: { ...columnPairParams, threshold: withDefault(double, 0), thresholds: optional(doubles) },
  plan(model, input) {
    const { threshold, thresholds } = model.params;
    const pairs = columnPairs(model);
    if (thresholds !== undefined && thresholds.length !== pairs.length) {
      throw new ScoringError('MODEL_PARAM', `expected ${pairs.length} thresholds, got ${thresholds.length}`, {
        param: 'thresholds',
      });
    }
    const { semantics } = model;
    return pairs.map((pair, i) => binarize(input, pair, { threshold: thresholds?.[i] ?? threshold, semantics }));
  },
});

function binarize(input: Columns, pair: ColumnPair, rules: Rules): ColumnStep {
  const field = input.require(pair.input, 'double');
  if (isVector(field.type)) {
    const output = vectorColumn(pair.output, knownSize(field), rules.semantics);
    return addColumn(output, binarizeVector(input.vector(field.name), rules));
  }
  if (field.type !== 'double') throw wrongType(field, 'DOUBLE or VECTOR');
  const attributes: ColumnAttributes = { kind: 'scalar', attribute: { type: 'binary' } };
  const nullable = field.nullable && !isAtLeast(rules.semantics, 4, 0);
  const output = { ...createField(pair.output, 'double', nullable), attributes };
  return addColumn(output, binarizeNumber(input.reference<number>(field), rules));
}

function binarizeNumber(input: Expression<number | null>, { threshold, semantics }: Rules): Expression<number | null> {
  const above = (x: number) => (x > threshold ? 1 : 0);
  if (!isAtLeast(semantics, 4, 0)) return computeUnlessNull(input, () => above);
  return compute([input], () => (x) => (x === null ? 0 : above(x)));
}

function binarizeVector(input: Expression<Vector>, { threshold, semantics }: Rules): Expression<Vector> {
  return compute([input], () => {
    const isSparse = sparseRule(semantics);
    // Spark 2 looks at stored elements alone, whatever the threshold.
    if (threshold >= 0 || !isAtLeast(semantics, 3, 0)) {
      return (vector) => compress(binarizeStored(vector, threshold), isSparse);
    }
    return (vector) => {
      if (vector.size <= LARGEST_FILLED) return compress(binarizeAll(vector, threshold), isSparse);
      throw new ScoringError('INPUT_LIMIT', `expected at most ${LARGEST_FILLED} elements, got ${vector.size}`);
    };
  });
}
