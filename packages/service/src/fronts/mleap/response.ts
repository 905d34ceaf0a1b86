import type { StructType } from '@tinderbox/scoring';
import type { ScoredRows } from '../dialect/score-rows.ts';
import { createLeapEncoder, leapFields } from './leap-frame.ts';

/** The frame of scored rows; one that the pipeline drops is not among them. */
export function encodeLeapFrame(schema: StructType, rows: ScoredRows): string {
  const columns = schema.fields.map(({ name, type }) => ({ name, encode: createLeapEncoder(type) }));
  const lines = rows.flatMap((row) =>
    row === undefined ? [] : [`[${columns.map(({ name, encode }) => encode(row[name])).join(',')}]`],
  );
  return `{"schema":${JSON.stringify({ fields: leapFields(schema) })},"rows":[${lines.join(',')}]}`;
}
