import { optional, string } from '../../core/codec.ts';
import { locate, ScoringError } from '../../core/errors.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { dialectOf } from '../../sql/dialect.ts';
import { planQuery } from '../../sql/plan-query.ts';
import { readStatement, type Statement } from '../../sql/statement.ts';

/** Runs a SELECT over the rows, `__THIS__` being the table. Mirrors `SQLTransformer`. */
export const sqlTransformer = defineStage({
  spark: 'org.apache.spark.ml.feature.SQLTransformer',
  exactness: {
    ulps: 2,
    because: 'sines, hyperbolic functions and their inverses are those of the JavaScript engine; all else is exact',
  },
  params: { statement: optional(string) },
  data: { read: readParam },
  plan: ({ data }, input) => planQuery(data.query, input, data),
});

async function readParam({ paramMap, defaultParamMap, semantics, where }: StoredStage): Promise<Statement> {
  const text = string.parse(paramMap.statement ?? defaultParamMap.statement);
  if (text === undefined) {
    throw new ScoringError('MODEL_PARAM', 'expected a statement, got none', { ...where, param: 'statement' });
  }
  try {
    return readStatement(text, dialectOf(semantics));
  } catch (error) {
    throw locate(error, where);
  }
}
