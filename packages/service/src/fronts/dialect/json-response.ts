import type { HttpResponse } from '../../http/route.ts';

export function jsonResponse(value: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
