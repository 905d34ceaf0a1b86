import type { StructType, Zone } from '@tinderbox/scoring';
import type { ServedModel } from '../../app/serving.ts';
import type { ScoredRows } from '../dialect/score-rows.ts';
import { createLeapEncoder, leapFields } from './leap-frame.ts';

/** The frame of scored rows; one that the pipeline drops is not among them. */
export function encodeLeapFrame(schema: StructType, rows: ScoredRows, zone: Zone): string {
  const columns = schema.fields.map(({ name, type }) => ({ name, encode: createLeapEncoder(type, zone) }));
  const lines = rows.flatMap((row) =>
    row === undefined ? [] : [`[${columns.map(({ name, encode }) => encode(row[name])).join(',')}]`],
  );
  return `{"schema":${JSON.stringify({ fields: leapFields(schema) })},"rows":[${lines.join(',')}]}`;
}

export function describeModel({ name, version, input, output }: ServedModel) {
  return {
    bundle: { name, version, format: 'spark' },
    inputSchema: { fields: leapFields(input) },
    outputSchema: { fields: leapFields(output) },
  };
}
