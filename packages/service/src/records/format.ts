/** Which format a path names. */
import { extname } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';
import type { CsvOptions, RecordFormat } from './records.ts';

export interface DetectedFormat {
  readonly format: RecordFormat;
  /** What the extension says beyond the format: a tab between the cells of .tsv. */
  readonly csv: CsvOptions;
}

const FORMATS: ReadonlyMap<string, RecordFormat> = new Map([
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.json', 'json'],
  ['.jsonl', 'json'],
  ['.ndjson', 'json'],
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
  ['.feather', 'arrow'],
  ['.ipc', 'arrow'],
]);

/** By extension, `.gz` after it allowed for CSV and JSON. Throws FORMAT_UNSUPPORTED naming what is known. */
export function detectFormat(path: string): DetectedFormat {
  const zipped = isGzipName(path);
  const extension = extname(zipped ? path.slice(0, -3) : path).toLowerCase();
  const format = FORMATS.get(extension);
  if (format === undefined || (zipped && format !== 'csv' && format !== 'json')) {
    const known = [...FORMATS.keys()].join(' ');
    throw new ScoringError(
      'FORMAT_UNSUPPORTED',
      `expected a name ending in one of ${known}, with .gz for CSV and JSON; got ${extname(path) || 'no extension'}`,
      { file: path },
    );
  }
  return { format, csv: extension === '.tsv' ? { sep: '\t' } : {} };
}

export function isGzipName(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}
