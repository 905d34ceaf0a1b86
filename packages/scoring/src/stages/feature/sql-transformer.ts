import { optional, string } from '../../core/codec.ts';
import { locate, ScoringError } from '../../core/errors.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import type { PreparedQuery } from '../../sql/prepare-query.ts';

/** Runs a SELECT over the rows, `__THIS__` being the table. Mirrors `SQLTransformer`. */
export const sqlTransformer = defineStage({
  spark: 'org.apache.spark.ml.feature.SQLTransformer',
  exactness: {
    ulps: 2,
    because: 'sines, hyperbolic functions and their inverses are those of the JavaScript engine; all else is exact',
  },
  params: { statement: optional(string) },
  data: { read: prepareStatement },
  plan: ({ data: query }, input) => query(input),
});

/** The engine of SQL is large and few pipelines need it: it is loaded with the first statement. */
async function prepareStatement({
  paramMap,
  defaultParamMap,
  semantics,
  timeZone,
  where,
}: StoredStage): Promise<PreparedQuery> {
  const text = string.parse(paramMap.statement ?? defaultParamMap.statement);
  if (text === undefined) {
    throw new ScoringError('MODEL_PARAM', 'expected a statement, got none', { ...where, param: 'statement' });
  }
  const { prepareQuery } = await import('../../sql/prepare-query.ts');
  try {
    return prepareQuery(text, { version: semantics, timeZone });
  } catch (error) {
    throw locate(error, where);
  }
}
