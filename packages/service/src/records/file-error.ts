/** Failures of the operating system and of zlib as ScoringErrors. */
import { ScoringError } from '@tinderbox/scoring';

/** The same failure with a code that says whose problem it is; a ScoringError passes unchanged. */
export function fileError(cause: unknown, file: string): ScoringError {
  if (cause instanceof ScoringError) return cause;
  const code = String((cause as { code?: unknown } | null)?.code ?? '');
  const where = { file };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ScoringError('FILE_NOT_FOUND', 'expected a file or folder, got nothing of that name', where, { cause });
  }
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new ScoringError('CANCELED', 'the reader of the output went away', where, { cause });
  }
  if (code.startsWith('Z_')) {
    return new ScoringError('INPUT_FORMAT', `expected gzip data, got a damaged stream (${code})`, where, { cause });
  }
  if (/^E[A-Z0-9]+$/.test(code)) {
    return new ScoringError('FILE_DENIED', `the operating system refuses (${code})`, where, { cause });
  }
  return new ScoringError('INTERNAL', cause instanceof Error ? cause.message : String(cause), where, { cause });
}
