import { integers } from '../../core/codec.ts';
import { defineQuery, type Query } from '../../core/query.ts';
import { arrayType, createField, structType } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import type { RowProduct } from '../../kernels/float32.ts';
import { findLargest } from '../../kernels/largest.ts';
import { count } from './extras.ts';
import type { FactorTable } from './factor-table.ts';

/** For whom something is recommended, and what: the names are those of the columns. */
export interface Sides {
  readonly forWhom: FactorTable;
  readonly forColumn: string;
  readonly what: FactorTable;
  readonly whatColumn: string;
  readonly rank: number;
  readonly product: RowProduct;
}

/**
 * The best of the one side for each of the other, best first; of equal ratings the larger id first, which Spark
 * leaves open. Rows come by rising id; ids without factors have none. Mirrors `ALSModel.recommendForAll`.
 */
export function recommendForAll(sides: Sides, amount: string): Query {
  return defineQuery({
    takes: { [amount]: count },
    output: outputOf(sides),
    answer: (given) => recommend(sides, Array.from(sides.forWhom.ids), given[amount] as number),
  });
}

/** As `recommendForAll`, for some ids only, each once. */
export function recommendForSubset(sides: Sides, amount: string): Query {
  return defineQuery({
    takes: { ids: integers, [amount]: count },
    columns: { ids: createField(sides.forColumn, 'integer') },
    output: outputOf(sides),
    answer: (given) => recommend(sides, [...new Set(given.ids as readonly number[])], given[amount] as number),
  });
}

function outputOf({ forColumn, whatColumn }: Sides) {
  const one = structType([createField(whatColumn, 'integer'), createField('rating', 'float')]);
  return structType([createField(forColumn, 'integer', false), createField('recommendations', arrayType(one))]);
}

function* recommend(sides: Sides, ids: readonly number[], amount: number): Generator<Row> {
  const { forWhom, what, whatColumn, rank, product } = sides;
  const scores = new Float32Array(what.ids.length);
  for (const id of ids.toSorted((a, b) => a - b)) {
    const start = forWhom.starts.get(id);
    if (start === undefined) continue;
    const one = forWhom.factors.subarray(start, start + rank);
    for (let i = 0; i < scores.length; i++) scores[i] = product(one, what.factors, i * rank);
    const best = findLargest(scores, what.ids, amount);
    yield [id, best.map((i) => ({ [whatColumn]: what.ids[i]!, rating: scores[i]! }))];
  }
}
