import type { Failure } from '../../http/route.ts';

const ERROR_CODES: Readonly<Record<number, string>> = {
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  429: 'REQUEST_LIMIT_EXCEEDED',
  501: 'NOT_IMPLEMENTED',
  503: 'TEMPORARILY_UNAVAILABLE',
};

/** A failure as MLflow's exceptions are written to JSON. */
export function describeFailure({ status, message }: Failure): unknown {
  const general = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR';
  return { error_code: ERROR_CODES[status] ?? general, message };
}
