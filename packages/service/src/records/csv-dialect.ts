/** The settings of a CSV file, complete. */
import { ScoringError } from '@tinderbox/scoring';
import type { CsvOptions } from './records.ts';

export type Dialect = Required<CsvOptions>;

/** Spark's defaults where nothing is set. Throws INPUT_FORMAT unless sep, quote and escape are one character. */
export function toDialect(options: CsvOptions): Dialect {
  const dialect = {
    header: true,
    sep: ',',
    quote: '"',
    escape: '\\',
    nullValue: '',
    emptyValue: '',
    ignoreLeadingWhiteSpace: false,
    ignoreTrailingWhiteSpace: false,
    ...options,
  };
  for (const name of ['sep', 'quote', 'escape'] as const) {
    if (dialect[name].length !== 1) {
      throw new ScoringError(
        'INPUT_FORMAT',
        `expected one character as CSV option ${name}, got ${dialect[name].length}`,
      );
    }
  }
  return dialect;
}
