import type { IncomingHttpHeaders } from 'node:http';
import type { PlainFailure } from '../app/part.ts';
import type { HttpResponse } from '../http/route.ts';

/** One version as it is served, so that a thread can load the same. */
export interface LentVersion {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
  readonly signature: string | undefined;
}

/** A request as plain data. */
export interface PlainRequest {
  /** The path of its route. */
  readonly route: string;
  readonly parameters: { readonly [name: string]: string };
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface PlainAnswer extends Pick<HttpResponse, 'status' | 'headers'> {
  readonly body: Uint8Array;
  readonly scored?: { readonly name: string; readonly version: string; readonly rows: number; readonly issues: number };
}

/** What a thread is told: which models there are, before the first request and at each change; then one request at a time. */
export type ToAnswerThread =
  | {
      readonly kind: 'models';
      readonly models: readonly LentVersion[];
      readonly aliases: { readonly [name: string]: { readonly [alias: string]: string } };
    }
  | { readonly kind: 'request'; readonly request: PlainRequest }
  /** Nobody waits for the answer any more; it comes none the less. */
  | { readonly kind: 'cancel' };

/** What a thread says of a request, once. */
export type FromAnswerThread =
  | { readonly kind: 'answer'; readonly answer: PlainAnswer }
  | { readonly kind: 'failure'; readonly failure: PlainFailure; readonly stack: string | undefined }
  /** The version is no longer what lies at its path: it must be answered where it was loaded. */
  | { readonly kind: 'returned'; readonly body: Uint8Array };
