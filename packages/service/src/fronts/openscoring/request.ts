import { ScoringError } from '@tinderbox/scoring';
import { requireList, requireObject } from '../dialect/body.ts';
import type { PlainRecord } from '../dialect/wire-model.ts';

export interface Evaluation {
  /** What the caller calls the row. */
  readonly id: string | null;
  readonly row: PlainRecord;
}

/** Throws INPUT_FORMAT for what is no evaluation request. */
export function readEvaluation(value: unknown): Evaluation {
  const { id = null, arguments: row } = requireObject(value, 'an evaluation request as a JSON object');
  if (id !== null && typeof id !== 'string') {
    throw new ScoringError('INPUT_FORMAT', 'expected the id of a request as text, got another');
  }
  return { id, row: requireObject(row, 'an object in "arguments"') };
}

export function readEvaluations({ requests }: PlainRecord): readonly Evaluation[] {
  return requireList(requests, 'a list in "requests"').map(readEvaluation);
}
