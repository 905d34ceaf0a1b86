import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ServeRequest } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import type { Log, Telemetry } from '../app/telemetry.ts';
import { fileError } from '../records/file-error.ts';
import { METRICS } from '../telemetry/metric-table.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { PayloadFile } from '../telemetry/payload-file.ts';
import { createPayloadLog } from '../telemetry/payload-log.ts';
import type { Redaction } from '../telemetry/payload-record.ts';
import type { ServerMetrics } from '../telemetry/server-metrics.ts';
import { openTracing } from '../telemetry/tracing.ts';
import { createObserver, type Watcher, watchServing } from '../telemetry/watcher.ts';

export interface TelemetryOptions {
  readonly serving: Serving;
  readonly log: Log;
  readonly metrics: ServerMetrics;
  /** Of this program. */
  readonly version: string;
  readonly request: PayloadSettings;
}

type PayloadSettings = Pick<
  ServeRequest,
  'payloadLog' | 'payloadSample' | 'payloadRedact' | 'payloadMaxBytes' | 'payloadKeep'
>;

export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  /** The models, seen by whoever watches the scoring of requests. */
  readonly serving: Serving;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** What a server tells of itself: by log and metrics, and where that is asked for by spans and a log of payloads. */
export async function openTelemetry(options: TelemetryOptions): Promise<OpenTelemetry> {
  const { serving, log, metrics, version, request } = options;
  const payloads = request.payloadLog === undefined ? undefined : await openPayloadLog(request.payloadLog, options);
  const tracing = await openTracing(version);
  const watchers = [tracing, payloads?.watcher].filter((watcher) => watcher !== undefined);
  const close = async () => payloads?.close();
  if (watchers.length === 0) return { telemetry: { log, metrics }, serving, close };
  const observer = createObserver(watchers);
  return { telemetry: { log, metrics, observer }, serving: watchServing(serving, watchers), close };
}

interface OpenPayloads {
  readonly watcher: Watcher;
  close(): Promise<void>;
}

async function openPayloadLog(path: string, around: TelemetryOptions): Promise<OpenPayloads> {
  const { payloadSample: sample, payloadRedact, payloadMaxBytes: maxBytes, payloadKeep: keep } = around.request;
  const redact = readRedaction(payloadRedact, around.serving);
  const count = payloadCounter(around.metrics.metrics);
  const file = new PayloadFile({
    ...{ path, maxBytes, keep },
    onEnd: count,
    onProblem: (error) => around.log.write('warn', 'payload log', { reason: String(error) }),
  });
  await file.open().catch((cause) => {
    throw fileError(cause, path);
  });
  const watcher = createPayloadLog({
    ...{ sample, redact },
    now: Date.now,
    append: (line) => file.append(line),
    onDropped: () => count('dropped', 1),
  });
  return { watcher, close: () => file.close() };
}

function payloadCounter(metrics: Metrics): (outcome: 'written' | 'dropped', lines: number) => void {
  const records = metrics.counters(METRICS.payloads);
  for (const outcome of ['written', 'dropped']) records({ outcome }).add(0);
  return (outcome, lines) => records({ outcome }).add(lines);
}

/**
 * Throws INPUT_FORMAT where nothing is said, for that nothing is kept out has to be said, and for a name that no model has:
 * one that is misspelt would let through what is to be kept out.
 */
export function readRedaction(redact: readonly string[], serving: Serving): Redaction {
  if (redact.length === 0) {
    const expected = 'expected --payload-redact beside --payload-log: the columns whose values to keep out, * or none';
    throw new ScoringError('INPUT_FORMAT', `${expected}, got nothing`);
  }
  if (redact.includes('*')) return 'all';
  const columns = redact.filter((name) => name !== 'none');
  const fields = serving.models().flatMap(({ input, output }) => [...input.fields, ...output.fields]);
  const known = new Set(fields.map(({ name }) => name));
  if (columns.every((column) => known.has(column))) return columns;
  const have = listNames(known);
  throw new ScoringError(
    'INPUT_FORMAT',
    `expected columns of the models for --payload-redact, got another (have: ${have})`,
  );
}
