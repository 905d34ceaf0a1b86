import type { RecordFormat } from '../../records/records.ts';

/** The media types of tables; the first of a format is that of answers. */
export const TABLE_TYPES: readonly (readonly [type: string, format: RecordFormat])[] = [
  ['text/csv', 'csv'],
  ['application/x-ndjson', 'json'],
  ['application/ndjson', 'json'],
  ['application/jsonl', 'json'],
  ['application/vnd.apache.arrow.stream', 'arrow'],
  ['application/vnd.apache.arrow.file', 'arrow'],
  ['application/vnd.apache.parquet', 'parquet'],
];

/** The types of bodies that hold rows, for messages. */
export const BODY_TYPES = ['application/json', ...TABLE_TYPES.map(([type]) => type)].join(', ');

/** The format of a table, undefined for any other media type. Parameters of the type do not count. */
export function tableFormat(mediaType: string): RecordFormat | undefined {
  const name = mediaType.split(';', 1)[0]?.trim().toLowerCase();
  return TABLE_TYPES.find(([type]) => type === name)?.[1];
}
