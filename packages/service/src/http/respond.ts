import { pipeline, Readable } from 'node:stream';
import type { Exchange } from './exchange.ts';
import type { HttpResponse } from './route.ts';

/** Writes a response and calls back with the number of bytes of its body, as far as they were taken. */
export function respond(exchange: Exchange, answer: HttpResponse, done: (bytes: number) => void): void {
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
    done(length);
    return;
  }
  response.writeHead(status, headersOf(exchange, answer));
  if (request.method === 'HEAD') {
    response.end();
    done(0);
  } else streamBody(exchange, body, done);
}

/** As fast as the caller reads. A failure in the middle can only cut the connection. */
function streamBody(
  { response }: Exchange,
  body: AsyncIterable<string | Uint8Array>,
  done: (bytes: number) => void,
): void {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of body) {
      bytes += Buffer.byteLength(chunk);
      yield chunk;
    }
  }
  pipeline(Readable.from(counted(), { objectMode: true, highWaterMark: 1 }), response, () => done(bytes));
}

/** Name and value by turns, in the form that Node passes on without a look at each. */
function headersOf({ id, request }: Exchange, { headers }: HttpResponse): string[] {
  const list = ['x-request-id', id];
  for (const name in headers) list.push(name, headers[name] as string);
  // No browser is to take an answer for something else, or for one of later.
  list.push('x-content-type-options', 'nosniff');
  if (request.method !== 'POST') list.push('cache-control', 'no-store');
  return list;
}
