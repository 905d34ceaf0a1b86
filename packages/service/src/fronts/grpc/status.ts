import { type ErrorKind, locate } from '@tinderbox/scoring';

/** Numbers of gRPC's status codes, in the table of github.com/grpc/grpc, doc/statuscodes.md. */
const STATUSES: { readonly [K in ErrorKind]: number } = {
  canceled: 1,
  invalid_input: 3,
  deadline: 4,
  not_found: 5,
  denied: 7,
  overloaded: 8,
  invalid_model: 9,
  conflict: 10,
  unsupported: 12,
  internal: 13,
  unavailable: 14,
};

/** Where gRPC has a word of its own for what the call is. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = { CALLER_UNKNOWN: 16 };

export interface CallStatus {
  readonly code: number;
  readonly details: string;
}

/** What the caller is told; of our own bugs nothing but that there is one. */
export function statusOf(error: unknown): CallStatus {
  const { kind, code, message } = locate(error, {});
  return {
    code: STATUS_OF_CODE[code] ?? STATUSES[kind],
    details: kind === 'internal' ? 'internal error' : `${code}: ${message}`,
  };
}
