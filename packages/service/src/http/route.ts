import type { IncomingHttpHeaders } from 'node:http';
import type { Where } from '@tinderbox/scoring';
import type { Access, Caller } from '../app/access.ts';
import type { Serving } from '../app/serving.ts';
import type { Scored } from '../app/telemetry.ts';

/** One address that a server answers, in whatever dialect. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments; `:name` stands for one, which may not be empty: `/v1/models/:model/predict`. */
  readonly path: string;
  /** The protocol, for metrics and logs: `rest`, `oip`, `mlflow`. */
  readonly protocol: string;
  /** What it asks of callers, where the server asks who they are; default `predict`. */
  readonly access?: Access;
  /** The name in the audit log of what it changes: `model.load`. Undefined where it changes nothing. */
  readonly changes?: string;
  /** Failures of the kinds of ScoringError become the status of their kind, in the form of `fail` of the dialect. */
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
  /**
   * Takes a body while it arrives, in whatever parts `handle` can answer by themselves. Undefined for a request whose body
   * is wanted whole.
   */
  stream?(request: StreamRequest, handle: Route['handle']): Promise<HttpResponse> | undefined;
  /** The body of a failure in this dialect; default that of the own API. */
  fail?(failure: Failure): unknown;
}

export interface HttpRequest {
  /** Decoded, by the names in the path of the route. */
  readonly parameters: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Whole, inflated, within the limit of the server; empty where there is none. */
  readonly body: Buffer;
  /** Undefined where the server does not ask who calls, and for public routes. */
  readonly caller?: Caller | undefined;
  /** Fires when the caller has gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** The models as they were when a body that comes in parts began; default those of now. */
  readonly models?: Serving | undefined;
}

/** A request whose body is still on its way, and is read no faster than it is taken. */
export interface StreamRequest extends Omit<HttpRequest, 'body'> {
  /** The inflated body, once; of whatever length. Throws FORMAT_UNSUPPORTED or INPUT_FORMAT as a body read whole does. */
  chunks(): AsyncIterable<Buffer>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** What a body in parts has last where a part fails, given the failure as JSON. In any case it ends as one that was cut. */
  readonly lastPart?: (failure: string) => string;
  /** What is known only at the end of a body in parts; `headers` names them in `trailer`. */
  readonly trailers?: () => { readonly [name: string]: string };
  /** What was scored for it, for metrics; of a body in parts asked at its end. */
  readonly scored?: Scored;
}

/** The same request with another body, for certain models. */
export function withBody(request: Omit<HttpRequest, 'body'>, body: Buffer, models = request.models): HttpRequest {
  const { parameters, query, headers } = request;
  return {
    ...{ parameters, query, headers, body, models },
    get signal() {
      return request.signal;
    },
  };
}

export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly where?: Where;
}
