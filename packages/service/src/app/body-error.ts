import { locate, ScoringError } from '@tinderbox/scoring';

/** A failure of a reader of files that read a body, which has no name that the caller knows. */
export function withoutFile(error: unknown): ScoringError {
  const { code, detail, where, cause, condition } = locate(error, {});
  const { file: _, ...place } = where;
  return new ScoringError(code, detail, place, { cause, condition });
}
