import { structType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { sqlTransformer } from '../stages/feature/sql-transformer.ts';
import { decodeStage, outputSchema, scoreRows } from './run-stage.ts';

/** What a SQL expression without columns answers. */
export async function answerOf(expression: string, savedBy = '4.3.0'): Promise<Value> {
  const stage = await decodeStage(sqlTransformer, {
    params: { statement: `SELECT ${expression} FROM __THIS__` },
    savedBy,
  });
  return scoreRows(stage, structType([]), [[]])[0]?.[0];
}

/** The name that the column of an expression has. */
export async function nameOf(expression: string, savedBy = '4.3.0'): Promise<string | undefined> {
  const stage = await decodeStage(sqlTransformer, {
    params: { statement: `SELECT ${expression} FROM __THIS__` },
    savedBy,
  });
  return outputSchema(stage, structType([])).fields[0]?.name;
}
