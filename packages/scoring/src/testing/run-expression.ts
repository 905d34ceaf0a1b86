import type { Stage, StageDefinition } from '../core/stage.ts';
import { createField, structType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from './run-stage.ts';

/** Runs SQL expressions over one row with a column `s`, as Spark 4.3 does; `definition` is that of SQLTransformer. */
export function expressionRunner(definition: StageDefinition, s: string | null = null) {
  const input = structType([createField('s', 'string')]);
  const stageOf = (expression: string, savedBy: string): Promise<Stage> =>
    decodeStage(definition, { params: { statement: `SELECT ${expression} FROM __THIS__` }, savedBy });
  return {
    answerOf: async (expression: string, savedBy = '4.3.0'): Promise<Value> =>
      scoreRows(await stageOf(expression, savedBy), input, [[s]])[0]?.[0],
    nameOf: async (expression: string): Promise<string | undefined> =>
      outputSchema(await stageOf(expression, '4.3.0'), input).fields[0]?.name,
  };
}
