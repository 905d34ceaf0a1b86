import type { IncomingHttpHeaders } from 'node:http';

/** What pages of other origins may do: read answers of the origins that are listed, and nothing else. */
export interface Cors {
  readonly allows: (origin: string) => boolean;
  /** For every answer: name and value by turns. */
  readonly headersFor: (origin: string | undefined) => readonly string[];
}

/** What scripts may read beside the body. */
const EXPOSED = 'content-location, etag, location, preference-applied, retry-after, tinderbox-issues, x-request-id';
const PREFLIGHT_SECONDS = 600;

/** Undefined where no origin is listed: then browsers refuse what nobody allowed. */
export function createCors(origins: readonly string[]): Cors | undefined {
  if (origins.length === 0) return undefined;
  const listed = new Set(origins.map((origin) => origin.toLowerCase()));
  const allows = (origin: string) => listed.has('*') || listed.has(origin.toLowerCase());
  return {
    allows,
    headersFor: (origin) => {
      // The answer differs by the origin unless all get the same.
      if (listed.has('*')) return ['access-control-allow-origin', '*', 'access-control-expose-headers', EXPOSED];
      if (origin === undefined || !allows(origin)) return ['vary', 'origin'];
      return ['access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED, 'vary', 'origin'];
    },
  };
}

/** True for the question of a browser whether it may ask. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** The answer to it, without the origin that headersFor gives. */
export function preflightHeaders(methods: readonly string[], headers: IncomingHttpHeaders) {
  const wanted = headers['access-control-request-headers'];
  return {
    'access-control-allow-methods': methods.join(', '),
    ...(wanted === undefined ? {} : { 'access-control-allow-headers': wanted }),
    'access-control-max-age': String(PREFLIGHT_SECONDS),
  };
}
