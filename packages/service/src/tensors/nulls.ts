import { ScoringError } from '@tinderbox/scoring';

/** The parameter of a tensor that lists its null rows, and of an answer that lists the rows the pipeline dropped. */
export const NULLS = 'nulls';
export const DROPPED = 'dropped';

/** Rows counted from 0, such as `2,17`. Throws INPUT_FORMAT. */
export function parseRows(text: unknown, column: string): readonly number[] {
  if (text === '') return [];
  if (typeof text === 'string' && /^\d{1,9}(,\d{1,9})*$/.test(text)) return text.split(',').map(Number);
  throw new ScoringError('INPUT_FORMAT', 'expected the parameter nulls as text such as "0,5,7", got another', {
    column,
  });
}

export function formatRows(rows: readonly number[]): string {
  return rows.join(',');
}
