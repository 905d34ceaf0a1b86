import type { PlainRecord, RestModel } from '../rest/rest-model.ts';
import type { ScoredRows } from './score-rows.ts';

/** Scored rows as JSON objects; null for a row that the pipeline drops. */
export function encodeRecords(rest: RestModel, rows: ScoredRows, columns?: readonly string[]): readonly string[] {
  const encode = rest.encoderOf(rest.model.scorer(columns));
  return rows.map((row: PlainRecord | undefined) => (row === undefined ? 'null' : encode(row)));
}

/** One column of scored rows as JSON values; null for a row that the pipeline drops. */
export function encodeColumn(rest: RestModel, rows: ScoredRows, column: string): readonly string[] {
  const field = rest.model.scorer([column]).output.fields[0];
  const encode = rest.valueEncoder(field?.type ?? 'void');
  return rows.map((row) => encode(row?.[column]));
}
