import { double, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineQuery } from '../../core/query.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { replaceColumn, type Step } from '../../core/step.ts';
import { createField, isNumeric, structType } from '../../core/types.ts';
import { castFromDouble } from '../families/cast-from-double.ts';
import { type ColumnPair, columnPairParams, columnPairs, requireApart } from '../families/column-pairs.ts';

/**
 * Puts the learnt surrogate in the place of null and of `missingValue` (NaN equals NaN). The value goes through double
 * and back to the column's type, which integers truncate and decimals round; an output may replace its input. Spark 2
 * takes doubles and floats alone. Mirrors `ImputerModel.transform`.
 */
export const imputerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.ImputerModel',
  exactness: 'bit',
  fitParams: ['relativeError', 'strategy'],
  params: { ...columnPairParams, missingValue: withDefault(double, Number.NaN) },
  data: { read: readSurrogates },
  sizes: ({ data }) => ({ columns: data.size }),
  queries: ({ data }) => ({
    surrogateDF: defineQuery({
      takes: {},
      output: structType([...data.keys()].map((column) => createField(column, 'double'))),
      answer: () => [[...data.values()]],
    }),
  }),
  plan(model, input) {
    const pairs = columnPairs(model);
    requireApart(pairs);
    const { missingValue } = model.params;
    return pairs.map((pair) => {
      const surrogate = model.data.get(pair.input);
      if (surrogate === undefined) {
        throw new ScoringError('MODEL_DATA', 'expected a surrogate for the column in data/, got none', {
          column: pair.input,
        });
      }
      return impute(input, pair, { surrogate, missingValue, semantics: model.semantics });
    });
  },
});

/** One row with a double for each input column, named after it. */
async function readSurrogates(stored: StoredStage): Promise<ReadonlyMap<string, number>> {
  const table = await stored.table('data');
  if (table.length !== 1) {
    throw new ScoringError('MODEL_DATA', `expected one row in data/, got ${table.length}`, stored.where);
  }
  return new Map(
    Object.entries(table.row(0)).map(([column, value]) => {
      const surrogate = double.parse(value);
      if (surrogate !== undefined) return [column, surrogate];
      throw new ScoringError('MODEL_DATA', 'expected a number in data/, got none', { ...stored.where, column });
    }),
  );
}

function impute(
  input: Columns,
  pair: ColumnPair,
  by: { surrogate: number; missingValue: number; semantics: SparkVersion },
): Step {
  const { surrogate, missingValue, semantics } = by;
  const field = input.require(pair.input, 'double');
  const { type } = field;
  if (!isNumeric(type)) throw wrongType(field, 'a numeric type');
  if (type !== 'double' && type !== 'float' && !isAtLeast(semantics, 3, 0)) throw wrongType(field, 'DOUBLE or FLOAT');
  const value = compute([input.castToDouble(field)], () => {
    const cast = castFromDouble(type, isAtLeast(semantics, 4, 0));
    const missesNaN = Number.isNaN(missingValue);
    return (x) => {
      const isMissing = x === null || (missesNaN ? Number.isNaN(x) : x === missingValue);
      return cast(isMissing ? surrogate : x);
    };
  });
  return replaceColumn(createField(pair.output, type, field.nullable), value);
}
