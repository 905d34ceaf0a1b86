import { ScoringError } from '../core/errors.ts';
import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';

/** Which Spark's SQL is meant. */
export interface Dialect {
  /** Overflow, division by zero and bad casts fail the row; else they wrap or give null. Spark's default since 4.0. */
  readonly ansi: boolean;
  readonly version: SparkVersion;
  /** The session time zone. */
  readonly timeZone: string;
}

export function dialectOf(version: SparkVersion, timeZone: string): Dialect {
  return { ansi: isAtLeast(version, 4, 0), version, timeZone };
}

/** Before Spark 3.2 implicit casts show in the names of result columns. */
export function showsCasts({ version }: Pick<Dialect, 'version'>): boolean {
  return !isAtLeast(version, 3, 2);
}

/** Before Spark 3.2 every interval is one of months, days and microseconds. */
export function hasTypedIntervals({ version }: Pick<Dialect, 'version'>): boolean {
  return isAtLeast(version, 3, 2);
}

/** What Spark would run and this engine does not. */
export function refuse(what: string): ScoringError {
  return new ScoringError('STAGE_PARAM_UNSUPPORTED', `expected SQL of scalar expressions, got ${what}`, {
    param: 'statement',
  });
}

/** A statement that Spark refuses too, whatever the columns; `condition` is Spark's own name for it. */
export function badStatement(expected: string, got: string, condition = 'PARSE_SYNTAX_ERROR'): ScoringError {
  return new ScoringError('MODEL_PARAM', `expected ${expected}, got ${got}`, { param: 'statement' }, { condition });
}

/** Arguments of types that the function does not take; `condition` is Spark's own name for it. */
export function badTypes(
  expected: string,
  got: string,
  condition = 'DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE',
): ScoringError {
  const where = { param: 'statement' };
  return new ScoringError('INPUT_COLUMN_TYPE', `expected ${expected}, got ${got}`, where, { condition });
}

/** A row that Spark refuses; `condition` is Spark's own name for it. */
export function failRow(condition: string, message: string): ScoringError {
  return new ScoringError('INPUT_VALUE', `${message} (${condition})`, {}, { condition });
}
