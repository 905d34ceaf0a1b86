import { Worker } from 'node:worker_threads';
import { ScoringError } from '@tinderbox/scoring';
import {
  type BatchSettings,
  type Crew,
  fromPlainFailure,
  type Part,
  type PartListener,
  type ScorePart,
} from '../app/part.ts';
import type { FromWorker } from './messages.ts';

/**
 * A crew of so many threads, each of which runs `program` and loads the model for itself, and of this one, which need not
 * start first. A thread starts at the first part that it gets.
 */
export function createThreadCrew(program: URL, settings: BatchSettings, here: { threads: number; crew: Crew }): Crew {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const hire = (): Worker => {
    const worker = new Worker(program, { workerData: settings });
    all.add(worker);
    return worker;
  };
  const scorePart: ScorePart = async (part, onProgress) => {
    const worker = idle.pop() ?? (all.size < here.threads ? hire() : undefined);
    if (worker === undefined) return here.crew.scorePart(part, onProgress);
    const result = await ask(worker, part, onProgress);
    idle.push(worker);
    return result;
  };
  return {
    scorePart,
    close: async () => {
      await Promise.all([here.crew.close(), ...Array.from(all, (worker) => worker.terminate())]);
    },
  };
}

function ask(worker: Worker, part: Part, onProgress: PartListener): ReturnType<ScorePart> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', hear).off('error', fail).off('exit', leave);
      act();
    };
    const hear = (message: FromWorker) => {
      if (message.kind === 'progress') void onProgress(message.progress);
      else if (message.kind === 'result') settle(() => resolve(message.result));
      else settle(() => reject(fromPlainFailure(message.failure)));
    };
    const fail = (cause: Error) => settle(() => reject(threadError(cause)));
    const leave = () => settle(() => reject(new ScoringError('CANCELED', 'expected a worker to finish, got its end')));
    worker.on('message', hear).on('error', fail).on('exit', leave);
    worker.postMessage(part);
  });
}

function threadError(cause: Error): ScoringError {
  const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return new ScoringError('INTERNAL', cause.message, {}, { cause });
  return new ScoringError('INPUT_LIMIT', 'expected parts that fit into memory, got a larger one: use fewer workers');
}
