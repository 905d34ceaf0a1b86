import { requireTimeZone, type Zone } from '@tinderbox/scoring';
import type { Audit } from '../app/access.ts';
import type { Jobs } from '../app/jobs.ts';
import type { BatchRequest, Operations } from '../app/operations.ts';
import type { ServeRequest, ServeSurroundings } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import type { Log } from '../app/telemetry.ts';
import { answerOrToken } from '../fronts/jobs/answer-or-token.ts';
import { JOBS_API } from '../fronts/jobs/job-openapi.ts';
import { createJobRoutes } from '../fronts/jobs/job-routes.ts';
import type { AnswerLater } from '../fronts/rest/predict.ts';
import type { TablePorts } from '../fronts/rest/table.ts';
import { type RunningServer, startHttpServer } from '../http/http-server.ts';
import { createOperationRoutes } from '../http/operation-routes.ts';
import { readStoreAddress } from '../jobs/store-address.ts';
import { readObjects } from '../records/json-objects.ts';
import type { Security } from '../security/open-security.ts';
import type { ServingEvent } from '../serving/model-source.ts';
import { type OpenServing, openServing } from '../serving/open-serving.ts';
import { addJobs } from '../telemetry/job-metrics.ts';
import { createLog } from '../telemetry/log.ts';
import { METRICS } from '../telemetry/metric-table.ts';
import { addModels } from '../telemetry/model-metrics.ts';
import { ServerMetrics } from '../telemetry/server-metrics.ts';
import { offloadRoutes } from '../workers/offload-routes.ts';
import { createAnswerCrew } from './answer-crew.ts';
import { type LocalJobsOptions, startLocalJobs } from './local-jobs.ts';
import { auditModel, openAccess } from './open-access.ts';
import { type OpenTelemetry, openTelemetry, readRedaction } from './open-telemetry.ts';
import { createScoringPorts } from './scoring-ports.ts';
import { createServerRoutes } from './server-routes.ts';
import { startSharedJobs } from './shared-jobs.ts';
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
  const { version, signal, log: out, announce, batch, answerWorker, worker, env } = around;
  const { logLevel: level, logFormat: format } = request;
  const log = createLog({ level, format, out, now: Date.now, worker: worker?.number });
  const metrics = new ServerMetrics(version);
  let access: Security | undefined;
  try {
    const { engine, openModel, openReader, openWriter } = createScoringPorts();
    access = await openAccess(request, { env, log: out, lines: log });
    const { audit } = access;
    const open = await openServing({ engine, openModel }, await readSetup(request, { log, metrics, audit }));
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
          answerWorker,
          worker,
          log,
          metrics,
          access,
        });
    } finally {
      open.close();
    }
  } finally {
    access?.close();
    log.flush();
  }
}

/** Says what would be served. */
function check(request: ServeRequest, open: OpenServing, announce: (line: string) => void): void {
  const { serving, failures } = open;
  for (const failure of failures) throw failure;
  if (request.defaultModel !== undefined) serving.model(request.defaultModel);
  if (request.payloadLog !== undefined) readRedaction(request.payloadRedact, serving);
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
  readonly metrics: ServerMetrics;
  readonly access: Security;
}

async function run(request: ServeRequest, { serving }: OpenServing, around: Running): Promise<void> {
  const { version, log, metrics } = around;
  addModels(metrics.metrics, serving, Date.now);
  const open = await openTelemetry({ serving, log, metrics, version, request });
  try {
    const jobs = await openJobs(request, serving, around);
    try {
      if (jobs !== undefined) addJobs(metrics.metrics, jobs);
      await answer(request, { ...around, ...open, jobs });
    } finally {
      await jobs?.stop();
    }
  } finally {
    await open.close();
  }
  log.write('info', 'stopped');
}

type Answering = Running & OpenTelemetry & { readonly jobs: Jobs | undefined };

/** Answers requests until the signal fires, and then until what was begun is answered. */
async function answer(request: ServeRequest, around: Answering): Promise<void> {
  const { serving, jobs, telemetry, metrics, signal, announce, log, worker, access } = around;
  const zone = requireTimeZone(request.timeZone ?? 'UTC');
  const isReady = () => server.accepts() && (worker?.allReady() ?? true);
  const later = jobs === undefined ? {} : { answerLater: predictLater(jobs), jobsApi: JOBS_API };
  const asked = { isSecure: access.tls !== undefined, isGuarded: access.guard !== undefined };
  const options = { ...around, zone, maxRows: request.maxRows, isReady, ...later, ...asked };
  const scoring = createServerRoutes(serving, request, options);
  const crew = createAnswerCrew(request, { serving, program: around.answerWorker, version: around.version });
  if (crew !== undefined) metrics.metrics.readings(METRICS.batchQueue, () => [{ labels: {}, value: crew.waiting }]);
  worker?.offerMetrics(() => metrics.metrics.text());
  const routes = [
    ...(crew === undefined ? scoring : offloadRoutes(scoring, crew)),
    ...(jobs === undefined ? [] : createJobRoutes(jobs)),
    ...createOperationRoutes({ isReady, metrics: worker?.metrics ?? (() => metrics.metrics.text()) }),
  ];
  const grpc = await openGrpc(request, { ...around, zone });
  const all = { ...request, ...access, routes, ...telemetry };
  const server: RunningServer = await startHttpServer(all).catch(async (error) => {
    await Promise.all([grpc?.close(), crew?.close()]);
    throw error;
  });
  const also = grpc === undefined ? '' : ` and grpc${asked.isSecure ? 's' : ''}://${request.host}:${grpc.port}`;
  announce(`tinderbox: ready at ${server.url}${also} with ${describeModels(serving).join(', ')}`);
  await fired(signal);
  log.write('info', 'stopping', { inFlight: metrics.inFlight + metrics.callsInFlight });
  await Promise.all([server.stop(request.graceMilliseconds), grpc?.close()]);
  await crew?.close();
}

/** Undefined where it is not wanted. */
async function openGrpc(
  request: ServeRequest,
  { serving, version, zone, telemetry, access }: Answering & { readonly zone: Zone },
) {
  const { grpcPort: port, host, admin, maxRows, maxBodyBytes, maxConcurrency, graceMilliseconds } = request;
  if (port === undefined) return undefined;
  const { startGrpcServer } = await import('../fronts/grpc/grpc-server.ts');
  const limits = { maxRows, maxMessageBytes: maxBodyBytes, maxConcurrent: maxConcurrency };
  const options = { host, port, admin, version, zone, ...limits, drainMilliseconds: graceMilliseconds };
  return startGrpcServer(serving, { ...options, ...access, ...telemetry });
}

/** Undefined where none are wanted. */
async function openJobs(request: ServeRequest, serving: Serving, { batch, log, metrics, worker }: Running) {
  const { jobs: folder, store, storeFile, roots, maxJobs, keepJobsMilliseconds, semantics, sums, timeZone } = request;
  const ended = metrics.metrics.counters(METRICS.jobsEnded);
  const options = {
    ...{ roots, serving, zone: requireTimeZone(timeZone ?? 'UTC') },
    // One thread beside those that answer.
    batch: (wanted: BatchRequest) => batch({ ...wanted, semantics, sums, timeZone, workers: 1 }),
    limit: maxJobs,
    keepMs: keepJobsMilliseconds,
    onEnded: (state) => ended({ state }).add(1),
    onProblem: (error: unknown) => log.write('error', 'jobs', { reason: reasonOf(error) }),
  } satisfies Partial<LocalJobsOptions>;
  const address = await readStoreAddress(store, storeFile);
  if (address !== undefined) return startSharedJobs({ ...options, folder, address });
  if (folder === undefined) return undefined;
  // One process runs them, any answers for them.
  const shared = worker && { store: worker.store, bells: worker.bells, concurrency: Number(worker.number === 1) };
  return startLocalJobs({ ...options, folder, ...shared });
}

/** For the operator: with what the store itself said. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && !message.includes(cause.message) ? `${message} (${cause.message})` : message;
}

function predictLater(jobs: Jobs): AnswerLater {
  return ({ parameters, query, headers, body, caller, signal }, { model, version, columns, onError, missing }) => {
    // What is ready in time is answered as JSON, as without a job.
    const request = { parameters, query, headers: { ...headers, accept: 'application/json' }, body, caller, signal };
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

type Told = Pick<Running, 'log' | 'metrics'> & { readonly audit: Audit | undefined };

async function readSetup(request: ServeRequest, told: Told) {
  const { aliases, models, modelStore: store, warmUp, semantics, sums, timeZone } = request;
  const watchMilliseconds = request.watch ? request.watchIntervalMilliseconds : undefined;
  const rows = await Promise.all(warmUp.map(async ({ name, path }) => ({ name, rows: await readObjects(path) })));
  return {
    warmUpRows: (model: string) => {
      const found = rows.filter(({ name }) => name === undefined || name === model);
      return found.length === 0 ? undefined : found.flatMap((file) => file.rows);
    },
    onEvent: (event: ServingEvent) => {
      tellEvent(told, event);
      auditModel(told.audit, event);
    },
    settleMilliseconds: Math.min(SETTLE_MILLISECONDS, (watchMilliseconds ?? 0) / 4),
    ...{ models, store, aliases, watchMilliseconds, semantics, sums, timeZone },
  };
}

function tellEvent({ log, metrics }: Pick<Running, 'log' | 'metrics'>, event: ServingEvent): void {
  const { name, version } = 'model' in event ? event.model : { version: undefined, ...event };
  metrics.countModelEvent(name, event.event);
  const fields = { model: name, version };
  switch (event.event) {
    case 'refused': {
      const { code, message } = event.error;
      log.write('error', 'model refused', { ...fields, code, reason: message });
      return;
    }
    case 'asked': {
      const { action, error } = event;
      const outcome = error === undefined ? { outcome: 'done' } : { outcome: 'failed', code: error.code };
      log.write(error === undefined ? 'info' : 'error', 'audit', { action, model: name, ...outcome });
      return;
    }
    default: {
      const ms = 'milliseconds' in event ? Math.round(event.milliseconds) : undefined;
      log.write('info', `model ${event.event}`, { ...fields, ms });
    }
  }
}

function describeModels(serving: Serving): readonly string[] {
  return serving.models().map(({ name, version }) => `${name} (version ${version})`);
}
