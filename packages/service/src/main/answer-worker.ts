import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { requireTimeZone } from '@tinderbox/scoring';
import type { ServeRequest } from '../app/serve.ts';
import type { ServedModel } from '../app/serving.ts';
import { createServedModel } from '../serving/served-model.ts';
import { signatureOf } from '../serving/signature.ts';
import type { LentVersion } from '../workers/answer-messages.ts';
import { answerRequests } from '../workers/answer-requests.ts';
import { LentModels } from '../workers/lent-models.ts';
import { createScoringPorts } from './scoring-ports.ts';
import { createServerRoutes } from './server-routes.ts';

/** What the thread is told at its start. */
export interface AnswerWorkerData {
  readonly request: Pick<
    ServeRequest,
    'admin' | 'invocations' | 'defaultModel' | 'vertex' | 'maxRows' | 'semantics' | 'sums' | 'timeZone'
  >;
  readonly version: string;
}

/** The program of a thread of `tinderbox serve`: the routes of the server, for its large requests. */
const { request, version } = workerData as AnswerWorkerData;
const { engine, openModel, openReader, openWriter } = createScoringPorts();
const models = new LentModels();
const zone = requireTimeZone(request.timeZone ?? 'UTC');
const routes = createServerRoutes(models, request, {
  ...{ engine: engine.name, version, zone, openReader, openWriter, maxRows: request.maxRows },
  isReady: () => true,
});
answerRequests(parentPort as MessagePort, { routes, models, load });

/** Undefined where it is no longer the same, and where it cannot be loaded again: the server has it in memory. */
async function load(lent: LentVersion): Promise<ServedModel | undefined> {
  const { path, signature } = lent;
  if (signature === undefined || (await signatureOf(path)) !== signature) return undefined;
  const model = await loadVersion(lent).catch(() => undefined);
  return (await signatureOf(path)) === signature ? model : undefined;
}

async function loadVersion(lent: LentVersion): Promise<ServedModel> {
  const { semantics, sums, timeZone } = request;
  const options = { semantics, sums, timeZone };
  const artifact = await openModel(lent.path);
  const { loaded, inspection } = await engine.loadInspected(artifact, options);
  return createServedModel({ ...lent, loaded, inspection });
}
