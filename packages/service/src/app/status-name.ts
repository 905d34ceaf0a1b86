/** By number, in the table of github.com/grpc/grpc, doc/statuscodes.md. */
const GRPC_STATUSES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** `200` of HTTP, `NOT_FOUND` of gRPC, whose numbers have nothing in common. */
export function statusName(status: number): string {
  return GRPC_STATUSES[status] ?? String(status);
}
