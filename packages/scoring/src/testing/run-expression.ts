import type { Stage, StageDefinition } from '../core/stage.ts';
import { structType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from './run-stage.ts';

/** Runs SQL expressions without columns, as Spark 4.3 does; `definition` is that of SQLTransformer. */
export function expressionRunner(definition: StageDefinition) {
  const stageOf = (expression: string): Promise<Stage> =>
    decodeStage(definition, { params: { statement: `SELECT ${expression} FROM __THIS__` }, savedBy: '4.3.0' });
  return {
    answerOf: async (expression: string): Promise<Value> =>
      scoreRows(await stageOf(expression), structType([]), [[]])[0]?.[0],
    nameOf: async (expression: string): Promise<string | undefined> =>
      outputSchema(await stageOf(expression), structType([])).fields[0]?.name,
  };
}
