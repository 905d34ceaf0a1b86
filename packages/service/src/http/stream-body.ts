import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';
import type { HttpResponse } from './route.ts';

/** How long a caller may go on sending what nobody wants any more, and how much; then the connection is cut. */
const LINGER_MILLISECONDS = 2000;
const LINGER_BYTES = 2 ** 26;

export interface StreamedBody extends Pick<HttpResponse, 'trailers'> {
  readonly parts: AsyncIterable<string | Uint8Array>;
  /** What is sent last where the parts fail with this error. */
  readonly lastPart: (error: unknown) => string | undefined;
}

/** Writes a body as fast as the caller reads, and gives its bytes. One that fails ends as one that was cut. */
export async function streamBody(exchange: Exchange, { parts, lastPart, trailers }: StreamedBody): Promise<number> {
  const { response } = exchange;
  let bytes = 0;
  const write = async (part: string | Uint8Array) => {
    bytes += Buffer.byteLength(part);
    if (!response.write(part)) await once(response, 'drain', { signal: exchange.signal });
    exchange.moved();
  };
  try {
    for await (const part of parts) await write(part);
    if (trailers !== undefined) response.addTrailers(trailers());
    response.end();
  } catch (error) {
    const last = lastPart(error);
    if (last !== undefined && !response.destroyed) {
      bytes += Buffer.byteLength(last);
      await Promise.race([new Promise((resolve) => response.write(last, resolve)), sleep(LINGER_MILLISECONDS)]);
    }
    hangUp(exchange);
  }
  return bytes;
}

/** Ends the connection after what was written. */
function hangUp({ request, response }: Exchange): void {
  const { socket } = request;
  if (response.destroyed || socket.destroyed) return;
  socket.end();
  discardRest(request);
  setTimeout(() => socket.destroy(), LINGER_MILLISECONDS).unref();
}

/** What comes unread would make the system forget what was written, so it is read, up to a point. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  let bytes = 0;
  const timer = setTimeout(() => request.destroy(), LINGER_MILLISECONDS).unref();
  request
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LINGER_BYTES) request.destroy();
    })
    .once('close', () => clearTimeout(timer))
    .once('error', () => {})
    .resume();
}
