import { type ErrorKind, ScoringError } from '@tinderbox/scoring';
import type { Failure } from './route.ts';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid_input: 400,
  invalid_model: 422,
  unsupported: 501,
  not_found: 404,
  conflict: 409,
  denied: 403,
  overloaded: 429,
  unavailable: 503,
  deadline: 504,
  canceled: 499,
  internal: 500,
};

/** Where HTTP has a word of its own for what the request is. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  INPUT_LIMIT: 413,
  FORMAT_UNSUPPORTED: 415,
  CALLER_UNKNOWN: 401,
};

/** What the caller is told of a failure: of a bug of ours nothing but that there is one. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ScoringError) || error.kind === 'internal') {
    return { status: 500, code: 'INTERNAL', message: 'the server failed; its log tells why, by the id of the request' };
  }
  const { code, kind, message, where } = error;
  return { status: STATUS_OF_CODE[code] ?? STATUS[kind], code, message, where };
}

/** The body of a failure in the own API. */
export function describeFailure({ code, message, where = {} }: Failure): unknown {
  const { row, column, stage } = where;
  return { error: { code, message, row, column, stage } };
}
