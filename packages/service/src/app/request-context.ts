/** What callers send along with a request, whatever the protocol, to find it again. */

import type { Attributes, TraceContext } from './telemetry.ts';

const ID = /^[\w.:/+=@-]{1,128}$/;
/** Version, trace, span, flags. Version 00 ends there; a later one may go on, and ff is none. */
const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:$|(?<!^00.*)-)/;

/** The id that the caller gave, where it is one that can stand in a line of a log. */
export function givenRequestId(id: unknown): string | undefined {
  return typeof id === 'string' && ID.test(id) ? id : undefined;
}

/** The trace and the caller's span, as `traceparent` of W3C Trace Context tells; undefined where that is not well formed. */
export function parseTraceParent(text: unknown): TraceContext | undefined {
  const [, traceId, spanId] = (typeof text === 'string' ? TRACE_PARENT.exec(text) : null) ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}

/** Ids that no other process gives: a random start, then counted. */
export function countRequestIds(): () => string {
  const start = Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}

/** The host and port that a caller asked for, as OpenTelemetry names them. */
export function serverAttributes(authority: string | undefined): Attributes {
  const [, address, port] = /^(\[[^\]]*\]|[^:]+)(?::(\d{1,5}))?$/.exec(authority ?? '') ?? [];
  if (address === undefined) return {};
  return { 'server.address': address, ...(port === undefined ? {} : { 'server.port': Number(port) }) };
}
