import type { Columns } from '../core/columns.ts';
import type { SparkVersion } from '../core/spark-version.ts';
import type { Step } from '../core/step.ts';
import { dialectOf } from './dialect.ts';
import { planQuery } from './plan-query.ts';
import { readStatement } from './statement.ts';

/** A statement, parsed and checked as far as it can be without knowing the columns. */
export type PreparedQuery = (input: Columns) => readonly Step[];

/** How a statement is to be understood. */
export interface Session {
  readonly version: SparkVersion;
  readonly timeZone: string;
}

/** Parses a statement in the dialect of a Spark version. Fails where Spark would, and for what is not done here. */
export function prepareQuery(text: string, { version, timeZone }: Session): PreparedQuery {
  const statement = readStatement(text, dialectOf(version, timeZone));
  return (input) => planQuery(statement.query, input, statement);
}
