import type { ServedModel } from './serving.ts';

/** What a server tells of itself. Every front that takes requests has the same. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: RequestMetrics;
  /** Undefined where nobody wants more than the log and the metrics. */
  readonly observer?: RequestObserver | undefined;
}

/** What is worth a line, the least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogFields {
  readonly [name: string]: string | number | boolean | undefined;
}

/** Lines for machines and people. Never the value of a row, nor a secret. */
export interface Log {
  /** False: nobody would see it, so it need not be made. */
  readonly takes: (level: LogLevel) => boolean;
  readonly write: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** What writes lines of which these fields are the same each time: they are made into text once, and stand first. */
  readonly prepare: (level: LogLevel, message: string, fields: LogFields) => (more: LogFields) => void;
  readonly flush: () => void;
}

/** What was scored for a request. */
export interface Scored {
  readonly model: ServedModel;
  readonly rows: number;
  /** Rows left out with an error. */
  readonly issues: number;
}

export interface RequestMetrics {
  /** Requests over HTTP begun and not yet answered. */
  inFlight: number;
  /** The same of calls over gRPC, streams that are open among them. */
  callsInFlight: number;
  /** Counts an answered request. A status below 100 is one of gRPC. */
  count(
    protocol: string,
    answer: { readonly status: number; readonly scored?: Scored | undefined },
    seconds: number,
  ): void;
  countError(protocol: string, code: string): void;
  /** Counts an ended call over gRPC, by `package.Service/Method`. */
  countCall(method: string, status: number): void;
  /** Counts a connection that was cut because what came over it was no request of HTTP, by the status it was told. */
  countRefusal(status: number): void;
}

/** Watches requests more closely than log and metrics do. */
export interface RequestObserver {
  begin(request: ObservedRequest): RequestWatch;
}

/** A request whose address is known and whose body is still to come. */
export interface ObservedRequest {
  readonly id: string;
  readonly protocol: string;
  /** One of few: `POST /v1/models/{model}/predict` */
  readonly name: string;
  /** By the names of OpenTelemetry's semantic conventions. */
  readonly attributes: Attributes;
  /** What came with it, by names in lower case. */
  readonly header: (name: string) => string | undefined;
}

export interface Attributes {
  readonly [name: string]: string | number;
}

/** One request that is watched. */
export interface RequestWatch {
  /** The span that the request is in the trace; undefined where none is made. */
  readonly trace: TraceContext | undefined;
  /** What is scored within, also later on, belongs to this request. */
  run<T>(work: () => T): T;
  end(outcome: RequestOutcome): void;
}

export interface RequestOutcome {
  readonly attributes: Attributes;
  /** Undefined unless the server is to blame; else what it failed with, a status or code. */
  readonly fault?: string | undefined;
}

/** Where a request stands in a trace, in the hexadecimal digits of W3C Trace Context. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
}
