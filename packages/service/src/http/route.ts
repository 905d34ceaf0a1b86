import type { IncomingHttpHeaders } from 'node:http';
import type { Where } from '@tinderbox/scoring';
import type { Access, Caller } from '../app/access.ts';
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
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** What was scored for it, for metrics. */
  readonly scored?: Scored;
}

export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly where?: Where;
}
