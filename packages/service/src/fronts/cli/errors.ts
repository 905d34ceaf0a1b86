import { type ErrorKind, ScoringError } from '@tinderbox/scoring';

/** Exit status by kind of error. 2 is wrong usage, 0 success. */
export const EXIT_CODES = {
  invalid_input: 3,
  invalid_model: 4,
  unsupported: 5,
  not_found: 6,
  conflict: 6,
  denied: 6,
  overloaded: 7,
  unavailable: 7,
  deadline: 7,
  canceled: 7,
  internal: 70,
} as const satisfies Record<ErrorKind, number>;

export const USAGE_EXIT_CODE = 2;
/** `verify` found answers that differ. */
export const DIFFERENCES_EXIT_CODE = 1;

/** What a failed command prints and the status it ends with; stack only when asked for. */
export function describeFailure(
  error: unknown,
  withStack: boolean,
): { readonly line: string; readonly status: number } {
  const known = error instanceof ScoringError ? error : undefined;
  const message = known?.message ?? (error instanceof Error ? error.message : String(error));
  const line = `tinderbox: ${message.replace(/[\r\n]+/g, ' ')}`;
  const stack = withStack && error instanceof Error ? `\n${error.stack}` : '';
  return { line: line + stack, status: known === undefined ? EXIT_CODES.internal : EXIT_CODES[known.kind] };
}

/** True for the reader of a pipe going away (`| head`), which is no failure to talk about. */
export function isClosedPipe(error: unknown): boolean {
  let cause: unknown = error;
  while (cause instanceof Error) {
    if ('code' in cause && cause.code === 'EPIPE') return true;
    cause = cause.cause;
  }
  return false;
}
