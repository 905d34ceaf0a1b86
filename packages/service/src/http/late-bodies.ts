import type { Socket } from 'node:net';
import type { createRefusal } from './client-error.ts';
import type { Exchange } from './exchange.ts';

const LOOK_MILLISECONDS = 1000;

/** Hangs up on callers who do not send the whole of a body in time; bodies that are taken in parts have times of their own. */
export class LateBodies {
  /** The latest request of each connection that had a body. */
  readonly #latest = new Map<Socket, Exchange>();
  readonly #milliseconds: number;
  readonly #timer: NodeJS.Timeout;

  readonly #refuse: ReturnType<typeof createRefusal>;

  constructor(milliseconds: number, refuse: ReturnType<typeof createRefusal>) {
    this.#refuse = refuse;
    this.#milliseconds = milliseconds;
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS).unref();
  }

  expect(exchange: Exchange): void {
    const { socket } = exchange.request;
    if (!this.#latest.has(socket)) socket.once('close', () => this.#latest.delete(socket));
    this.#latest.set(socket, exchange);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const since = performance.now() - this.#milliseconds;
    for (const [socket, { request, startedAt, streams }] of this.#latest) {
      if (startedAt > since || request.complete || streams) continue;
      this.#refuse(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
    }
  }
}
