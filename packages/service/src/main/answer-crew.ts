import type { ServeRequest } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import { AnswerCrew } from '../workers/answer-crew.ts';
import type { AnswerWorkerData } from './answer-worker.ts';
import { batchThreadsOf } from './cores.ts';

export interface LocalCrewOptions {
  readonly serving: Serving;
  /** The program of its threads. */
  readonly program: URL | undefined;
  /** Of this program. */
  readonly version: string;
}

/** The threads for large requests; undefined where none are wanted, or where rows are kept, which only this thread does. */
export function createAnswerCrew(asked: ServeRequest, { serving, program, version }: LocalCrewOptions) {
  const threads = asked.payloadLog === undefined ? batchThreadsOf(asked) : 0;
  if (program === undefined || threads === 0) return undefined;
  const { admin, invocations, defaultModel, vertex, maxRows, semantics, sums, timeZone } = asked;
  const request = { admin, invocations, defaultModel, vertex, maxRows, semantics, sums, timeZone };
  const workerData: AnswerWorkerData = { request, version };
  return new AnswerCrew({ program, workerData, threads, serving });
}
