import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ServedModel, Serving } from '../app/serving.ts';
import { type Counter, type Histogram, Metrics, type Sample } from './metrics.ts';
import type { HttpResponse } from './route.ts';

/** What is counted for one version of a model, asked in one protocol. */
interface ModelMeters {
  readonly seconds: Histogram;
  readonly rows: Counter;
  readonly issues: Counter;
}

/** The numbers of a server that docs/guides/serve-a-model.md names. */
export class ServerMetrics {
  readonly metrics = new Metrics();
  inFlight = 0;
  readonly #requests;
  readonly #errors;
  readonly #seconds;
  readonly #rows;
  readonly #rowErrors;
  readonly #meters = new WeakMap<ServedModel, Map<string, ModelMeters>>();
  /** By protocol and status, so that no label is looked at twice. */
  readonly #byStatus = new Map<string, Counter[]>();

  constructor(serving: Serving, now: () => number) {
    const { metrics } = this;
    this.#requests = metrics.counters('tinderbox_requests_total', 'Requests answered, by protocol and HTTP status.');
    this.#errors = metrics.counters(
      'tinderbox_errors_total',
      'Requests that failed, by protocol and code of the error.',
    );
    this.#seconds = metrics.histograms(
      'tinderbox_request_duration_seconds',
      'From the head of a request to its answer, of requests that were scored.',
    );
    this.#rows = metrics.counters('tinderbox_rows_total', 'Rows scored.');
    this.#rowErrors = metrics.counters('tinderbox_row_errors_total', 'Rows left out of an answer with an error.');
    metrics.gauge('tinderbox_requests_in_flight', 'Requests begun and not yet answered.', () => [
      { value: this.inFlight },
    ]);
    const age = (model: ServedModel): Sample => ({
      labels: { model: model.name, version: model.version },
      value: Math.max(0, now() - model.loadedAt) / 1000,
    });
    metrics.gauge('tinderbox_model_age_seconds', 'Time since a version was loaded.', () => serving.models().map(age));
    addProcess(metrics);
  }

  /** Counts an answered request. */
  count(protocol: string, { status, scored }: Pick<HttpResponse, 'status' | 'scored'>, seconds: number): void {
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

  #counter(protocol: string, status: number): Counter {
    let byStatus = this.#byStatus.get(protocol);
    if (byStatus === undefined) {
      byStatus = [];
      this.#byStatus.set(protocol, byStatus);
    }
    byStatus[status] ??= this.#requests({ protocol, status: String(status) });
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

const QUANTILES: readonly number[] = [0.5, 0.99, 1];
/** Of the timer that measures the delay, which it counts in. */
const TICK_MILLISECONDS = 10;

function addProcess(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: TICK_MILLISECONDS });
  delay.enable();
  metrics.gauge('tinderbox_event_loop_delay_seconds', 'How late the event loop was, since it was last asked.', () => {
    const samples = QUANTILES.map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: Math.max(
        0,
        (quantile === 1 ? delay.max : delay.percentile(quantile * 100)) / 1e9 - TICK_MILLISECONDS / 1e3,
      ),
    }));
    delay.reset();
    return samples;
  });
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => [{ value: process.memoryUsage.rss() }]);
  metrics.gauge('process_cpu_seconds', 'Processor time of user and system.', () => {
    const { user, system } = process.cpuUsage();
    return [{ value: (user + system) / 1e6 }];
  });
}
