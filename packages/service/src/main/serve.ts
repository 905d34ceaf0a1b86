import { requireTimeZone } from '@tinderbox/scoring';
import type { Serve, ServeRequest } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import { createRestRoutes } from '../fronts/rest/routes.ts';
import type { TablePorts } from '../fronts/rest/table.ts';
import { startHttpServer } from '../http/http-server.ts';
import { createLog, type Log } from '../http/log.ts';
import { createOperationRoutes } from '../http/operation-routes.ts';
import { ServerMetrics } from '../http/server-metrics.ts';
import { readObjects } from '../records/json-objects.ts';
import type { ServingEvent } from '../serving/model-source.ts';
import { parseAliasSpec, parseModelSpec } from '../serving/model-spec.ts';
import { type OpenServing, openServing } from '../serving/open-serving.ts';
import { createScoringPorts } from './scoring-ports.ts';

/** How long a model's folder must lie still before it is read again; less where it is looked at often. */
const SETTLE_MILLISECONDS = 300;

/** Composes the server of `tinderbox serve`. */
export const serve: Serve = async (request, { version, signal, log: out, announce }) => {
  const { logLevel: level, logFormat: format } = request;
  const log = createLog({ level, format, out, now: Date.now });
  try {
    const { engine, openModel, openReader, openWriter } = createScoringPorts();
    const open = await openServing({ engine, openModel }, await readSetup(request, log));
    try {
      if (request.check) for (const line of describeModels(open.serving)) announce(line);
      else await run(request, open, { engine: engine.name, openReader, openWriter, version, signal, announce, log });
    } finally {
      open.close();
    }
  } finally {
    log.flush();
  }
};

interface Running extends TablePorts {
  readonly engine: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly announce: (line: string) => void;
  readonly log: Log;
}

async function run(request: ServeRequest, { serving }: OpenServing, around: Running): Promise<void> {
  const { signal, announce, log } = around;
  const metrics = new ServerMetrics(serving, Date.now);
  const zone = requireTimeZone(request.timeZone ?? 'UTC');
  const isReady = () => server.accepts();
  const routes = [
    ...createRestRoutes(serving, { ...around, zone, maxRows: request.maxRows }),
    ...createOperationRoutes({ isReady, metrics: () => metrics.metrics.text() }),
  ];
  const server = await startHttpServer({ ...request, routes, log, metrics });
  announce(`tinderbox: ready at ${server.url} with ${describeModels(serving).join(', ')}`);
  await fired(signal);
  log.write('info', 'stopping', { inFlight: metrics.inFlight });
  await server.stop(request.graceMilliseconds);
  log.write('info', 'stopped');
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function readSetup(request: ServeRequest, log: Log) {
  const { aliases, models, warmUp, watchMilliseconds, semantics, sums, timeZone } = request;
  const files = warmUp.map(parseModelSpec);
  const rows = await Promise.all(files.map(async ({ name, path }) => ({ name, rows: await readObjects(path) })));
  return {
    models: models.map(parseModelSpec),
    aliases: aliases.map(parseAliasSpec),
    warmUpRows: (model: string) => {
      const found = rows.filter(({ name }) => name === undefined || name === model);
      return found.length === 0 ? undefined : found.flatMap((file) => file.rows);
    },
    onEvent: (event: ServingEvent) => logEvent(log, event),
    settleMilliseconds: Math.min(SETTLE_MILLISECONDS, (watchMilliseconds ?? 0) / 4),
    ...{ watchMilliseconds, semantics, sums, timeZone },
  };
}

function logEvent(log: Log, event: ServingEvent): void {
  switch (event.event) {
    case 'refused': {
      const { code, message } = event.error;
      log.write('error', 'model refused', { model: event.name, version: event.version, code, reason: message });
      return;
    }
    case 'removed':
      log.write('info', 'model removed', { model: event.name, version: event.version });
      return;
    default: {
      const { name, version } = event.model;
      log.write('info', `model ${event.event}`, { model: name, version, ms: Math.round(event.milliseconds) });
    }
  }
}

function describeModels(serving: Serving): readonly string[] {
  return serving.models().map(({ name, version }) => `${name} (version ${version})`);
}
