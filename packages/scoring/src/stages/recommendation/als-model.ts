import { oneOf, string, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn, keepRows, replaceColumn, type Step } from '../../core/step.ts';
import { createField, isNumeric } from '../../core/types.ts';
import { dotFloats, rowProduct } from '../../kernels/float32.ts';
import { count, readExtra } from '../families/extras.ts';
import { factorsQuery, readFactors } from '../families/factor-table.ts';
import { recommendForAll, recommendForSubset } from '../families/recommendations.ts';

/**
 * A user's factors times an item's, in 32-bit floats. A user or an item without factors gives NaN, or drops the row
 * where coldStartStrategy says so; an id that is null or no 32-bit integer fails the row. Mirrors `ALSModel`.
 */
export const alsModel = defineStage({
  spark: 'org.apache.spark.ml.recommendation.ALSModel',
  exactness: 'bit',
  fitParams: ['blockSize'],
  params: {
    userCol: withDefault(string, 'user'),
    itemCol: withDefault(string, 'item'),
    predictionCol: withDefault(string, 'prediction'),
    coldStartStrategy: withDefault(oneOf('nan', 'drop', 'NaN', 'Drop', 'NAN', 'DROP'), 'nan'),
  },
  data: {
    async read(stored) {
      const rank = readExtra(stored, 'rank', count);
      return {
        rank,
        users: await readFactors(stored, 'userFactors', rank),
        items: await readFactors(stored, 'itemFactors', rank),
      };
    },
  },
  sizes: ({ data }) => ({ rank: data.rank, users: data.users.ids.length, items: data.items.ids.length }),
  queries({ data, params, sums }) {
    const { rank, users, items } = data;
    const product = rowProduct(sums);
    const { userCol, itemCol } = params;
    const forUsers = { forWhom: users, forColumn: userCol, what: items, whatColumn: itemCol, rank, product };
    const forItems = { forWhom: items, forColumn: itemCol, what: users, whatColumn: userCol, rank, product };
    return {
      userFactors: factorsQuery(users, rank),
      itemFactors: factorsQuery(items, rank),
      recommendForAllUsers: recommendForAll(forUsers, 'numItems'),
      recommendForAllItems: recommendForAll(forItems, 'numUsers'),
      recommendForUserSubset: recommendForSubset(forUsers, 'numItems'),
      recommendForItemSubset: recommendForSubset(forItems, 'numUsers'),
    };
  },
  values: { rank: ({ data }) => data.rank },
  plan({ data, params, semantics }, input) {
    const { users, items, rank } = data;
    const names = [params.userCol, params.itemCol];
    const [user, item] = [integerId(input, params.userCol), integerId(input, params.itemCol)];
    const rating = compute([user, item], () => (userId, itemId) => {
      const [i, j] = [users.starts.get(userId), items.starts.get(itemId)];
      return i === undefined || j === undefined
        ? Number.NaN
        : dotFloats(users.factors, i, items.factors, { j, count: rank });
    });
    const steps: Step[] = [addColumn(createField(params.predictionCol, 'float', false), rating)];
    if (isAtLeast(semantics, 4, 0)) {
      steps.unshift(...[user, item].map((id, i) => replaceColumn(createField(names[i]!, 'integer'), id)));
    }
    const present = compute([rating], () => (value) => !Number.isNaN(value));
    return params.coldStartStrategy.toLowerCase() === 'drop' ? [...steps, keepRows(present)] : steps;
  },
});

/** The column as 32-bit integers. */
function integerId(input: Columns, name: string): Expression<number> {
  const field = input.require(name, 'integer');
  if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
  return compute([input.castToDouble(field)], () => (value) => {
    if (value !== null && (value | 0) === value) return value | 0;
    const got = value === null ? 'null' : 'another number';
    throw new ScoringError(
      value === null ? 'INPUT_VALUE_NULL' : 'INPUT_VALUE',
      `expected a 32-bit integer, got ${got}`,
    );
  });
}
