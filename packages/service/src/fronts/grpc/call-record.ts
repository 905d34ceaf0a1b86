import { locate, ScoringError } from '@tinderbox/scoring';
import { logBug } from '../../app/log-bug.ts';
import { givenRequestId, parseTraceParent, serverAttributes } from '../../app/request-context.ts';
import { statusName } from '../../app/status-name.ts';
import type { RequestObserver, RequestWatch, Scored, Telemetry } from '../../app/telemetry.ts';
import { type CallStatus, statusOf } from './status.ts';

/** What all calls of grpc-js have, of which its types make no common one. */
export interface Call {
  readonly cancelled: boolean;
  readonly metadata: { get(key: string): readonly (string | Buffer)[] };
  getDeadline(): Date | number;
  getHost(): string;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** Where calls are told of. */
export interface CallTelemetry extends Telemetry {
  /** For calls that bring no id. */
  readonly ids: () => string;
}

export interface MethodPlace {
  /** `inference.GRPCInferenceService/ModelInfer` */
  readonly name: string;
  readonly protocol: string;
}

/** What a handler has of the request it answers. */
export interface CallContext {
  /** Fires when the caller has gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** What was scored, for the metrics. */
  scored: Scored | undefined;
  /** Counts a failure that is told in an answer, and gives its status. */
  fail(error: unknown): CallStatus;
}

/** The protocol of probes and reflection, of which the log has lines at the level debug alone. */
export const QUIET = 'grpc';
const [OK, CANCELLED, DEADLINE_EXCEEDED] = [0, 1, 4] as const;
/** The statuses for which the server is to blame, in OpenTelemetry's conventions for gRPC. */
const FAULTS: ReadonlySet<number> = new Set([2, DEADLINE_EXCEEDED, 12, 13, 14, 15]);

/** The signal of a call, made when it is asked for. */
export class CallSignal {
  readonly #call: Call;
  #signal: AbortSignal | undefined;

  constructor(call: Call) {
    this.#call = call;
  }

  get value(): AbortSignal {
    this.#signal ??= this.#make();
    return this.#signal;
  }

  #make(): AbortSignal {
    const controller = new AbortController();
    const call = this.#call;
    if (call.cancelled) controller.abort(canceled(call));
    else call.on('cancelled', () => controller.abort(canceled(call)));
    return controller.signal;
  }
}

/** One request, a call or a message of a stream, as log, metrics and observers are told of it. */
export class CallRecord implements CallContext {
  scored: Scored | undefined;
  readonly #telemetry: CallTelemetry;
  readonly #place: MethodPlace;
  readonly #call: Call;
  readonly #signal: CallSignal;
  readonly #watch: RequestWatch | undefined;
  readonly #startedAt = performance.now();
  #id: string | undefined;
  #status: number = OK;
  #code: string | undefined;

  constructor(telemetry: CallTelemetry, place: MethodPlace, { call, signal }: { call: Call; signal: CallSignal }) {
    this.#telemetry = telemetry;
    this.#place = place;
    this.#call = call;
    this.#signal = signal;
    const { observer } = telemetry;
    this.#watch = observer === undefined ? undefined : this.#beginWatch(observer);
  }

  get signal(): AbortSignal {
    return this.#signal.value;
  }

  /** Does the work of the request. */
  run<T>(work: () => T): T {
    return this.#watch === undefined ? work() : this.#watch.run(work);
  }

  fail(error: unknown): CallStatus {
    const status = statusOf(error);
    this.#status = status.code;
    this.#code = locate(error, {}).code;
    if (this.#code === 'INTERNAL') logBug(this.#telemetry.log, this.#requestId, error);
    return status;
  }

  /** The answer of so many bytes is on its way, or nobody waits for it; gives the status. */
  end(bytes: number): number {
    this.#cancel();
    const { metrics } = this.#telemetry;
    const [status, { protocol }] = [this.#status, this.#place];
    const milliseconds = performance.now() - this.#startedAt;
    metrics.count(protocol, { status, scored: status === OK ? this.scored : undefined }, milliseconds / 1000);
    if (this.#code !== undefined) metrics.countError(protocol, this.#code);
    this.#watch?.end({
      attributes: { 'rpc.response.status_code': statusName(status) },
      fault: FAULTS.has(status) ? statusName(status) : undefined,
    });
    this.#log(milliseconds, bytes);
    return status;
  }

  /** Where the caller has gone, whatever came of it. */
  #cancel(): void {
    const status = canceledStatus(this.#call);
    if (status === undefined) return;
    this.#status = status;
    this.#code = status === CANCELLED ? 'CANCELED' : 'DEADLINE_EXCEEDED';
  }

  #log(milliseconds: number, bytes: number): void {
    const { log } = this.#telemetry;
    const { name, protocol } = this.#place;
    const level = protocol === QUIET ? 'debug' : 'info';
    if (!log.takes(level)) return;
    const { model } = this.scored ?? {};
    log.write(level, 'request', {
      requestId: this.#requestId,
      ...(this.#watch?.trace ?? parseTraceParent(this.#header('traceparent'))),
      protocol,
      method: name,
      model: model?.name,
      version: model?.version,
      status: statusName(this.#status),
      code: this.#code,
      ms: Math.round(milliseconds * 1000) / 1000,
      bytes,
    });
  }

  #beginWatch(observer: RequestObserver): RequestWatch {
    const { name, protocol } = this.#place;
    return observer.begin({
      id: this.#requestId,
      protocol,
      name,
      attributes: { 'rpc.system.name': 'grpc', 'rpc.method': name, ...serverAttributes(this.#call.getHost()) },
      header: (key) => this.#header(key),
    });
  }

  get #requestId(): string {
    this.#id ??= givenRequestId(this.#header('x-request-id')) ?? this.#telemetry.ids();
    return this.#id;
  }

  #header(name: string): string | undefined {
    const values = this.#call.metadata.get(name).filter((value) => typeof value === 'string');
    return values.length === 0 ? undefined : values.join(',');
  }
}

/** The status that a call has because its caller has gone or its time is over; undefined where neither is so. */
export function canceledStatus(call: Call): number | undefined {
  if (!call.cancelled) return undefined;
  return Number(call.getDeadline()) <= Date.now() ? DEADLINE_EXCEEDED : CANCELLED;
}

function canceled(call: Call): ScoringError {
  return canceledStatus(call) === DEADLINE_EXCEEDED
    ? new ScoringError('DEADLINE_EXCEEDED', 'expected to answer before the deadline, got no further')
    : new ScoringError('CANCELED', 'expected the caller to wait for the answer, got a cancelled call');
}
