import { string } from '../../core/codec.ts';
import { locate, ScoringError } from '../../core/errors.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { JavaPattern } from '../../regex/java-pattern.ts';

/** A Java regular expression, compiled. The engine is loaded with the first one: few pipelines need it. */
export async function compileExpression(expression: string): Promise<JavaPattern> {
  const { JavaPattern } = await import('../../regex/java-pattern.ts');
  return new JavaPattern(expression);
}

/** The expression that a param holds, or `fallback`. Fails at the param for what is no expression or is not done here. */
export async function readExpression(stored: StoredStage, param: string, fallback: string): Promise<JavaPattern> {
  const { paramMap, defaultParamMap } = stored;
  const where = { ...stored.where, param };
  const text = string.parse(paramMap[param] ?? defaultParamMap[param] ?? fallback);
  if (text === undefined)
    throw new ScoringError('MODEL_PARAM', 'expected a Java regular expression, got another value', where);
  try {
    return await compileExpression(text);
  } catch (error) {
    throw locate(error, where);
  }
}
