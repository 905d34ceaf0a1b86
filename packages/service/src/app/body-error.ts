import { locate, ScoringError } from '@tinderbox/scoring';

/**
 * A failure of a reader of files that read a body, which has no name that the caller knows. What no reader supports is
 * of a form that the server does not take.
 */
export function withoutFile(error: unknown): ScoringError {
  const { code, kind, detail, where, cause, condition } = locate(error, {});
  const { file: _, ...place } = where;
  return new ScoringError(kind === 'unsupported' ? 'FORMAT_UNSUPPORTED' : code, detail, place, { cause, condition });
}
