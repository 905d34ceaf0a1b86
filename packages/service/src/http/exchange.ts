import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { ScoringError } from '@tinderbox/scoring';
import type { Caller } from '../app/access.ts';
import { givenRequestId } from '../app/request-context.ts';
import type { RequestWatch } from '../app/telemetry.ts';
import { type DirectRequest, readBody } from './body.ts';
import type { HttpRequest, StreamRequest } from './route.ts';
import type { Match } from './router.ts';

const NOTHING = Buffer.alloc(0);
const NO_PARAMETERS = {};
const NO_QUERY = new URLSearchParams();

/** A request and its way to an answer. What most requests never ask for is made when it is asked for. */
export class Exchange implements HttpRequest, StreamRequest {
  readonly request: DirectRequest;
  readonly response: ServerResponse;
  readonly headers: IncomingHttpHeaders;
  /** As performance.now(). */
  readonly startedAt: number;
  readonly path: string;
  readonly id: string;
  match: Match | undefined;
  watch: RequestWatch | undefined;
  body: Buffer = NOTHING;
  answered = false;
  caller: Caller | undefined;
  /** Name and value by turns, beside those of the answer. */
  headersToo: readonly string[] | undefined;
  /** As performance.now(): when the caller no longer waits. */
  deadline: number | undefined;
  readonly #queryText: string;
  #query: URLSearchParams | undefined;
  #abort: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Where the body comes in parts: fires when nothing has moved for too long. */
  #still: NodeJS.Timeout | undefined;

  constructor(request: DirectRequest, response: ServerResponse, ids: () => string) {
    this.request = request;
    this.response = response;
    this.headers = request.headers;
    this.startedAt = performance.now();
    this.id = givenRequestId(request.headers['x-request-id']) ?? ids();
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.#queryText = mark < 0 ? '' : url.slice(mark + 1);
  }

  get parameters(): HttpRequest['parameters'] {
    return this.match?.parameters ?? NO_PARAMETERS;
  }

  get query(): URLSearchParams {
    if (this.#queryText === '') return NO_QUERY;
    this.#query ??= new URLSearchParams(this.#queryText);
    return this.#query;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.response.destroyed) this.#abort.abort(callerGone());
      else this.response.once('close', () => this.#onClose());
    }
    return this.#abort.signal;
  }

  /** True where the body is taken in parts. */
  get streams(): boolean {
    return this.#still !== undefined;
  }

  async *chunks(): AsyncGenerator<Buffer, void, void> {
    for await (const chunk of readBody(this.request, this.headers['content-encoding'])) {
      this.moved();
      yield chunk;
    }
  }

  /** Calls back with DEADLINE_EXCEEDED when the time is over, and fires the signal; until `settle`. */
  expireAfter(milliseconds: number, onExpire: (error: ScoringError) => void): void {
    this.#timer = this.#expire(milliseconds, onExpire);
  }

  /** The same when nothing has moved for so long; this and expireAfter then hold until `finish`. */
  expireWhenStill(milliseconds: number, onExpire: (error: ScoringError) => void): void {
    this.#still = this.#expire(milliseconds, onExpire);
  }

  /** Parts of a body have come or gone. */
  moved(): void {
    this.#still?.refresh();
  }

  /** The answer is on its way: nothing expires any more, but for bodies in parts. */
  settle(): void {
    this.answered = true;
    if (this.#still === undefined && this.#timer !== undefined) clearTimeout(this.#timer);
  }

  /** The answer is sent. */
  finish(): void {
    if (this.#still === undefined) return;
    clearTimeout(this.#still);
    clearTimeout(this.#timer);
  }

  #expire(milliseconds: number, onExpire: (error: ScoringError) => void): NodeJS.Timeout {
    return setTimeout(() => {
      const error = deadlineExceeded();
      onExpire(error);
      this.#abort?.abort(error);
    }, milliseconds);
  }

  #onClose(): void {
    if (!this.response.writableFinished) this.#abort?.abort(callerGone());
  }
}

export function deadlineExceeded(): ScoringError {
  return new ScoringError('DEADLINE_EXCEEDED', 'expected to answer in the time that the request gave, got no further');
}

function callerGone(): ScoringError {
  return new ScoringError('CANCELED', 'expected the caller to wait for the answer, got a closed connection');
}
