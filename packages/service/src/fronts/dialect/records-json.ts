import type { ScoredRows } from './score-rows.ts';
import type { PlainRecord, WireModel } from './wire-model.ts';

/** Scored rows as JSON objects; null for a row that the pipeline drops. */
export function encodeRecords(wire: WireModel, rows: ScoredRows, columns?: readonly string[]): readonly string[] {
  const encode = wire.encoderOf(wire.model.scorer(columns));
  return rows.map((row: PlainRecord | undefined) => (row === undefined ? 'null' : encode(row)));
}

/** One column of scored rows as JSON values; null for a row that the pipeline drops. */
export function encodeColumn(wire: WireModel, rows: ScoredRows, column: string): readonly string[] {
  const field = wire.model.scorer([column]).output.fields[0];
  const encode = wire.valueEncoder(field?.type ?? 'void');
  return rows.map((row) => encode(row?.[column]));
}
