import { requireTimeZone } from '@tinderbox/scoring';
import type { Jobs } from '../app/jobs.ts';
import type { BatchRequest, Operations } from '../app/operations.ts';
import type { ServeRequest, ServeSurroundings } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import type { GrpcOptions } from '../fronts/grpc/grpc-server.ts';
import { answerOrToken } from '../fronts/jobs/answer-or-token.ts';
import { JOBS_API } from '../fronts/jobs/job-openapi.ts';
import { createJobRoutes } from '../fronts/jobs/job-routes.ts';
import type { AnswerLater } from '../fronts/rest/predict.ts';
import type { TablePorts } from '../fronts/rest/table.ts';
import { startHttpServer } from '../http/http-server.ts';
import { createLog, type Log } from '../http/log.ts';
import { createOperationRoutes } from '../http/operation-routes.ts';
import { ServerMetrics } from '../http/server-metrics.ts';
import { readStoreAddress } from '../jobs/store-address.ts';
import { readObjects } from '../records/json-objects.ts';
import type { ServingEvent } from '../serving/model-source.ts';
import { type OpenServing, openServing } from '../serving/open-serving.ts';
import { type LocalJobsOptions, startLocalJobs } from './local-jobs.ts';
import { createScoringPorts } from './scoring-ports.ts';
import { createServerRoutes } from './server-routes.ts';
import { startSharedJobs } from './shared-jobs.ts';

/** How long a model's folder must lie still before it is read again; less where it is looked at often. */
const SETTLE_MILLISECONDS = 300;

export interface ServerProcess extends ServeSurroundings {
  /** Files into files, by threads that leave this one free. */
  readonly batch: Operations['batch'];
}

/** Composes the server of `tinderbox serve`. */
export async function serve(request: ServeRequest, around: ServerProcess): Promise<void> {
  const { version, signal, log: out, announce, batch } = around;
  const { logLevel: level, logFormat: format } = request;
  const log = createLog({ level, format, out, now: Date.now });
  try {
    const { engine, openModel, openReader, openWriter } = createScoringPorts();
    const open = await openServing({ engine, openModel }, await readSetup(request, log));
    try {
      if (request.check) check(request, open, announce);
      else
        await run(request, open, {
          engine: engine.name,
          openReader,
          openWriter,
          version,
          signal,
          announce,
          batch,
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
function check({ defaultModel }: ServeRequest, open: OpenServing, announce: (line: string) => void): void {
  const { serving, failures } = open;
  for (const failure of failures) throw failure;
  if (defaultModel !== undefined) serving.model(defaultModel);
  for (const line of describeModels(serving)) announce(line);
}

interface Running extends TablePorts {
  readonly engine: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly announce: (line: string) => void;
  readonly batch: Operations['batch'];
  readonly log: Log;
}

async function run(request: ServeRequest, { serving }: OpenServing, around: Running): Promise<void> {
  const { signal, announce, log } = around;
  const metrics = new ServerMetrics(serving, Date.now);
  const zone = requireTimeZone(request.timeZone ?? 'UTC');
  const isReady = () => server.accepts();
  const jobs = await openJobs(request, serving, around);
  const later = jobs === undefined ? {} : { answerLater: predictLater(jobs), jobsApi: JOBS_API };
  const routes = [
    ...createServerRoutes(serving, request, { ...around, zone, maxRows: request.maxRows, isReady, ...later }),
    ...(jobs === undefined ? [] : createJobRoutes(jobs)),
    ...createOperationRoutes({ isReady, metrics: () => metrics.metrics.text() }),
  ];
  const grpc = await openGrpc(request, serving, { version: around.version, zone });
  const server = await startHttpServer({ ...request, routes, log, metrics });
  const also = grpc === undefined ? '' : ` and grpc://${request.host}:${grpc.port}`;
  announce(`tinderbox: ready at ${server.url}${also} with ${describeModels(serving).join(', ')}`);
  await fired(signal);
  log.write('info', 'stopping', { inFlight: metrics.inFlight });
  await Promise.all([server.stop(request.graceMilliseconds), grpc?.close()]);
  await jobs?.stop();
  log.write('info', 'stopped');
}

/** Undefined where it is not wanted. */
async function openGrpc(request: ServeRequest, serving: Serving, about: Pick<GrpcOptions, 'version' | 'zone'>) {
  const { grpcPort: port, host, admin, maxRows, maxBodyBytes, maxConcurrency, graceMilliseconds } = request;
  if (port === undefined) return undefined;
  const { startGrpcServer } = await import('../fronts/grpc/grpc-server.ts');
  const limits = { maxRows, maxMessageBytes: maxBodyBytes, maxConcurrent: maxConcurrency };
  return startGrpcServer(serving, { host, port, admin, ...about, ...limits, drainMilliseconds: graceMilliseconds });
}

/** Undefined where none are wanted. */
async function openJobs(request: ServeRequest, serving: Serving, { batch, log }: Running) {
  const { jobs: folder, store, storeFile, roots, maxJobs, keepJobsMilliseconds, semantics, sums, timeZone } = request;
  const options = {
    ...{ roots, serving, zone: requireTimeZone(timeZone ?? 'UTC') },
    // One thread beside those that answer.
    batch: (wanted: BatchRequest) => batch({ ...wanted, semantics, sums, timeZone, workers: 1 }),
    limit: maxJobs,
    keepMs: keepJobsMilliseconds,
    onProblem: (error: unknown) => log.write('error', 'jobs', { reason: reasonOf(error) }),
  } satisfies Partial<LocalJobsOptions>;
  const address = await readStoreAddress(store, storeFile);
  if (address !== undefined) return startSharedJobs({ ...options, folder, address });
  return folder === undefined ? undefined : startLocalJobs({ ...options, folder });
}

/** For the operator: with what the store itself said. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && !message.includes(cause.message) ? `${message} (${cause.message})` : message;
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
  const { aliases, models, modelStore: store, warmUp, semantics, sums, timeZone } = request;
  const watchMilliseconds = request.watch ? request.watchIntervalMilliseconds : undefined;
  const rows = await Promise.all(warmUp.map(async ({ name, path }) => ({ name, rows: await readObjects(path) })));
  return {
    warmUpRows: (model: string) => {
      const found = rows.filter(({ name }) => name === undefined || name === model);
      return found.length === 0 ? undefined : found.flatMap((file) => file.rows);
    },
    onEvent: (event: ServingEvent) => logEvent(log, event),
    settleMilliseconds: Math.min(SETTLE_MILLISECONDS, (watchMilliseconds ?? 0) / 4),
    ...{ models, store, aliases, watchMilliseconds, semantics, sums, timeZone },
  };
}

function logEvent(log: Log, event: ServingEvent): void {
  switch (event.event) {
    case 'refused': {
      const { code, message } = event.error;
      log.write('error', 'model refused', { model: event.name, version: event.version, code, reason: message });
      return;
    }
    case 'asked': {
      const { action, name: model, error } = event;
      const outcome = error === undefined ? { outcome: 'done' } : { outcome: 'failed', code: error.code };
      log.write(error === undefined ? 'info' : 'error', 'audit', { action, model, ...outcome });
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
