import { requireTimeZone } from '@tinderbox/scoring';
import type { Jobs } from '../app/jobs.ts';
import type { Operations } from '../app/operations.ts';
import type { ServeRequest, ServeSurroundings } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import { answerOrToken } from '../fronts/jobs/answer-or-token.ts';
import { createJobRoutes } from '../fronts/jobs/job-routes.ts';
import type { AnswerLater } from '../fronts/rest/predict.ts';
import type { TablePorts } from '../fronts/rest/table.ts';
import { startHttpServer } from '../http/http-server.ts';
import { createLog, type Log } from '../http/log.ts';
import { createOperationRoutes } from '../http/operation-routes.ts';
import { ServerMetrics } from '../http/server-metrics.ts';
import { readObjects } from '../records/json-objects.ts';
import type { ServingEvent } from '../serving/model-source.ts';
import { type OpenServing, openServing } from '../serving/open-serving.ts';
import { offloadRoutes } from '../workers/offload-routes.ts';
import { createAnswerCrew } from './answer-crew.ts';
import { startLocalJobs } from './local-jobs.ts';
import { createScoringPorts } from './scoring-ports.ts';
import { createServerRoutes } from './server-routes.ts';
import type { WorkerPlace } from './worker-place.ts';

/** How long a model's folder must lie still before it is read again; less where it is looked at often. */
const SETTLE_MILLISECONDS = 300;

export interface ServerProcess extends ServeSurroundings {
  /** Files into files, by threads that leave this one free. */
  readonly batch: Operations['batch'];
  /** The program of threads for large requests; undefined: there are none. */
  readonly answerWorker?: URL | undefined;
  /** That of this process, where it is one of several. */
  readonly worker?: WorkerPlace | undefined;
}

/** Composes the server of `tinderbox serve`. */
export async function serve(request: ServeRequest, around: ServerProcess): Promise<void> {
  const { version, signal, log: out, announce, batch, answerWorker, worker } = around;
  const { logLevel: level, logFormat: format } = request;
  const log = createLog({ level, format, out, now: Date.now, worker: worker?.number });
  try {
    const { engine, openModel, openReader, openWriter } = createScoringPorts();
    const open = await openServing({ engine, openModel }, await readSetup(request, log));
    try {
      if (request.check) check(request, open.serving, announce);
      else
        await run(request, open, {
          engine: engine.name,
          openReader,
          openWriter,
          version,
          signal,
          announce,
          batch,
          answerWorker,
          worker,
          log,
        });
    } finally {
      open.close();
    }
  } finally {
    log.flush();
  }
}

/** Says what would be served. */
function check({ defaultModel }: ServeRequest, serving: Serving, announce: (line: string) => void): void {
  if (defaultModel !== undefined) serving.model(defaultModel);
  for (const line of describeModels(serving)) announce(line);
}

interface Running extends TablePorts {
  readonly engine: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly announce: (line: string) => void;
  readonly batch: Operations['batch'];
  readonly answerWorker: URL | undefined;
  readonly worker: WorkerPlace | undefined;
  readonly log: Log;
}

async function run(request: ServeRequest, { serving }: OpenServing, around: Running): Promise<void> {
  const { signal, announce, log, worker } = around;
  const metrics = new ServerMetrics(serving, Date.now);
  const zone = requireTimeZone(request.timeZone ?? 'UTC');
  const isReady = () => server.accepts() && (worker?.allReady() ?? true);
  const jobs = await openJobs(request, serving, around);
  const answerLater = jobs === undefined ? undefined : predictLater(jobs);
  const crew = createAnswerCrew(request, { serving, program: around.answerWorker, version: around.version });
  const scoring = createServerRoutes(serving, request, {
    ...around,
    ...{ zone, maxRows: request.maxRows, isReady, answerLater },
  });
  if (crew !== undefined) {
    const waiting = 'Large requests that wait for a thread.';
    metrics.metrics.gauge('tinderbox_batch_queue', waiting, () => [{ value: crew.waiting }]);
  }
  const routes = [
    ...(crew === undefined ? scoring : offloadRoutes(scoring, crew)),
    ...(jobs === undefined ? [] : createJobRoutes(jobs)),
    ...createOperationRoutes({ isReady, metrics: worker?.metrics ?? (() => metrics.metrics.text()) }),
  ];
  worker?.offerMetrics(() => metrics.metrics.text());
  const grpc = await openGrpc(request, serving, around.version);
  const server = await startHttpServer({ ...request, routes, log, metrics });
  const also = grpc === undefined ? '' : ` and grpc://${request.host}:${grpc.port}`;
  announce(`tinderbox: ready at ${server.url}${also} with ${describeModels(serving).join(', ')}`);
  await fired(signal);
  log.write('info', 'stopping', { inFlight: metrics.inFlight });
  await Promise.all([server.stop(request.graceMilliseconds), grpc?.close()]);
  await Promise.all([jobs?.stop(), crew?.close()]);
  log.write('info', 'stopped');
}

/** Undefined where it is not wanted. */
async function openGrpc(request: ServeRequest, serving: Serving, version: string) {
  const { grpcPort: port, host, maxRows, maxBodyBytes, maxConcurrency, graceMilliseconds } = request;
  if (port === undefined) return undefined;
  const { startGrpcServer } = await import('../fronts/grpc/grpc-server.ts');
  const limits = { maxRows, maxMessageBytes: maxBodyBytes, maxConcurrent: maxConcurrency };
  return startGrpcServer(serving, { host, port, version, ...limits, drainMilliseconds: graceMilliseconds });
}

/** Undefined where none are wanted. */
async function openJobs(request: ServeRequest, serving: Serving, { batch, log, worker }: Running) {
  const { jobs: folder, roots, maxJobs, keepJobsMilliseconds, semantics, sums, timeZone } = request;
  if (folder === undefined) return undefined;
  return startLocalJobs({
    ...{ folder, roots, serving },
    // One process runs them, any answers for them.
    ...(worker === undefined
      ? {}
      : { store: worker.store, bells: worker.bells, concurrency: Number(worker.number === 1) }),
    // One thread beside those that answer.
    batch: (wanted) => batch({ ...wanted, semantics, sums, timeZone, workers: 1 }),
    limit: maxJobs,
    keepMs: keepJobsMilliseconds,
    onProblem: (error) =>
      log.write('error', 'jobs', { reason: error instanceof Error ? error.message : String(error) }),
  });
}

function predictLater(jobs: Jobs): AnswerLater {
  return ({ parameters, query, headers, body, signal }, { model, version, columns, onError, missing }) => {
    // What is ready in time is answered as JSON, as without a job.
    const request = { parameters, query, headers: { ...headers, accept: 'application/json' }, body, signal };
    const task = { model, version, columns, onError, missing, input: { kind: 'records' as const }, body };
    return answerOrToken(jobs, request, () => task);
  };
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function readSetup(request: ServeRequest, log: Log) {
  const { aliases, models, warmUp, semantics, sums, timeZone } = request;
  const watchMilliseconds = request.watch ? request.watchIntervalMilliseconds : undefined;
  const rows = await Promise.all(warmUp.map(async ({ name, path }) => ({ name, rows: await readObjects(path) })));
  return {
    warmUpRows: (model: string) => {
      const found = rows.filter(({ name }) => name === undefined || name === model);
      return found.length === 0 ? undefined : found.flatMap((file) => file.rows);
    },
    onEvent: (event: ServingEvent) => logEvent(log, event),
    settleMilliseconds: Math.min(SETTLE_MILLISECONDS, (watchMilliseconds ?? 0) / 4),
    ...{ models, aliases, watchMilliseconds, semantics, sums, timeZone },
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
