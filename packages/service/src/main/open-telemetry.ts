import { listNames, ScoringError } from '@tinderbox/scoring';
import type { PayloadLogRequest } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import type { Log, Telemetry } from '../app/telemetry.ts';
import { fileError } from '../records/file-error.ts';
import { METRICS } from '../telemetry/metric-table.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { PayloadFile } from '../telemetry/payload-file.ts';
import { createPayloadLog } from '../telemetry/payload-log.ts';
import type { ServerMetrics } from '../telemetry/server-metrics.ts';
import { openTracing } from '../telemetry/tracing.ts';
import { createObserver, type Watcher, watchServing } from '../telemetry/watcher.ts';

export interface TelemetryOptions {
  readonly serving: Serving;
  readonly log: Log;
  readonly metrics: ServerMetrics;
  /** Of this program. */
  readonly version: string;
  readonly payloadLog: PayloadLogRequest | undefined;
}

export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  /** The models, seen by whoever watches the scoring of requests. */
  readonly serving: Serving;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** What a server tells of itself: by log and metrics, and where that is asked for by spans and a log of payloads. */
export async function openTelemetry(options: TelemetryOptions): Promise<OpenTelemetry> {
  const { serving, log, metrics, version, payloadLog } = options;
  const payloads = payloadLog === undefined ? undefined : await openPayloadLog(payloadLog, options);
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

async function openPayloadLog(request: PayloadLogRequest, around: TelemetryOptions): Promise<OpenPayloads> {
  const { path, sample, redact, maxBytes, keep } = request;
  requireColumns(redact, around.serving);
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
    ...{ sample, redact: redact.includes('*') ? 'all' : redact },
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

/** A name that is misspelt would let through what is to be kept out. */
function requireColumns(redact: readonly string[], serving: Serving): void {
  const fields = serving.models().flatMap(({ input, output }) => [...input.fields, ...output.fields]);
  const known = new Set(fields.map(({ name }) => name));
  if (redact.every((column) => column === '*' || known.has(column))) return;
  const have = listNames(known);
  throw new ScoringError(
    'INPUT_FORMAT',
    `expected columns of the models for --payload-redact, got another (have: ${have})`,
  );
}
