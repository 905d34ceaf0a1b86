import type { Exchange } from './exchange.ts';
import type { HttpResponse } from './route.ts';
import { streamBody } from './stream-body.ts';

export interface Responding {
  /** Called with the number of bytes of the body, as far as they were taken. */
  readonly done: (exchange: Exchange, answer: HttpResponse, bytes: number) => void;
  /** Told of a failure in the middle of a body in parts; gives it as JSON. */
  readonly fail: (exchange: Exchange, error: unknown) => string;
}

/** Writes a response. */
export function respond(exchange: Exchange, answer: HttpResponse, responding: Responding): void {
  const { response, request } = exchange;
  const { status, body = '' } = answer;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const length = Buffer.byteLength(body);
    const headers = headersOf(exchange, answer);
    if (status !== 204) headers.push('content-length', String(length));
    response.writeHead(status, headers);
    if (request.method === 'HEAD') response.end();
    // Text of as many bytes as letters is ASCII, which takes no encoding.
    else response.end(body, length === body.length ? 'latin1' : 'utf8');
    responding.done(exchange, answer, length);
    return;
  }
  response.writeHead(status, headersOf(exchange, answer));
  if (request.method === 'HEAD') {
    response.end();
    responding.done(exchange, answer, 0);
  } else {
    const { trailers, lastPart } = answer;
    const tell = (error: unknown) => lastPart?.(responding.fail(exchange, error));
    const streamed = { parts: body, lastPart: tell, ...(trailers === undefined ? {} : { trailers }) };
    void streamBody(exchange, streamed).then((bytes) => responding.done(exchange, answer, bytes));
  }
}

/** Name and value by turns, in the form that Node passes on without a look at each. */
function headersOf({ id, request, headersToo }: Exchange, { headers }: HttpResponse): string[] {
  const list = ['x-request-id', id];
  for (const name in headers) list.push(name, headers[name] as string);
  // No browser is to take an answer for something else, keep it for later, or tell others where it came from.
  list.push('x-content-type-options', 'nosniff');
  if (headers?.['cache-control'] === undefined) list.push('cache-control', 'no-store');
  if (request.method !== 'POST') list.push('referrer-policy', 'no-referrer');
  if (headersToo !== undefined) list.push(...headersToo);
  return list;
}
