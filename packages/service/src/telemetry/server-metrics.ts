import type { ServedModel } from '../app/serving.ts';
import { statusName } from '../app/status-name.ts';
import type { RequestMetrics, Scored } from '../app/telemetry.ts';
import { METRICS } from './metric-table.ts';
import { type Counter, type Histogram, Metrics } from './metrics.ts';
import { addProcess } from './process-metrics.ts';

/** What is counted for one version of a model, asked in one protocol. */
interface ModelMeters {
  readonly seconds: Histogram;
  readonly rows: Counter;
  readonly issues: Counter;
}

/** The numbers of a server, by the names of METRICS. */
export class ServerMetrics implements RequestMetrics {
  readonly metrics = new Metrics();
  inFlight = 0;
  callsInFlight = 0;
  readonly #requests = this.metrics.counters(METRICS.requests);
  readonly #errors = this.metrics.counters(METRICS.errors);
  readonly #seconds = this.metrics.histograms(METRICS.seconds);
  readonly #rows = this.metrics.counters(METRICS.rows);
  readonly #rowErrors = this.metrics.counters(METRICS.rowErrors);
  readonly #calls = this.metrics.counters(METRICS.calls);
  readonly #refusals = this.metrics.counters(METRICS.refusals);
  readonly #modelEvents = this.metrics.counters(METRICS.modelEvents);
  readonly #meters = new WeakMap<ServedModel, Map<string, ModelMeters>>();
  /** By protocol and status, so that no label is looked at twice. */
  readonly #byStatus = new Map<string, Counter[]>();

  /** Of this program. */
  constructor(version: string) {
    const { metrics } = this;
    metrics.readings(METRICS.inFlight, () => [
      { labels: { transport: 'http' }, value: this.inFlight },
      { labels: { transport: 'grpc' }, value: this.callsInFlight },
    ]);
    metrics.readings(METRICS.build, () => [{ labels: { version, node: process.version }, value: 1 }]);
    addProcess(metrics);
  }

  count(
    protocol: string,
    { status, scored }: { readonly status: number; readonly scored?: Scored | undefined },
    seconds: number,
  ): void {
    this.#counter(protocol, status).add(1);
    if (scored === undefined) return;
    const meters = this.#metersOf(scored.model, protocol);
    meters.seconds.observe(seconds);
    meters.rows.add(scored.rows);
    if (scored.issues > 0) meters.issues.add(scored.issues);
  }

  countError(protocol: string, code: string): void {
    this.#errors({ protocol, code }).add(1);
  }

  countCall(method: string, status: number): void {
    this.#calls({ method, status: statusName(status) }).add(1);
  }

  countRefusal(status: number): void {
    this.#refusals({ status: statusName(status) }).add(1);
  }

  countModelEvent(model: string, event: string): void {
    this.#modelEvents({ model, event }).add(1);
  }

  #counter(protocol: string, status: number): Counter {
    let byStatus = this.#byStatus.get(protocol);
    if (byStatus === undefined) {
      byStatus = [];
      this.#byStatus.set(protocol, byStatus);
    }
    byStatus[status] ??= this.#requests({ protocol, status: statusName(status) });
    return byStatus[status];
  }

  #metersOf(model: ServedModel, protocol: string): ModelMeters {
    let byProtocol = this.#meters.get(model);
    if (byProtocol === undefined) {
      byProtocol = new Map();
      this.#meters.set(model, byProtocol);
    }
    let meters = byProtocol.get(protocol);
    if (meters === undefined) {
      const labels = { model: model.name, version: model.version, protocol };
      meters = { seconds: this.#seconds(labels), rows: this.#rows(labels), issues: this.#rowErrors(labels) };
      byProtocol.set(protocol, meters);
    }
    return meters;
  }
}
