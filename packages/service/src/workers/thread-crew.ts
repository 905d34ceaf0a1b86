import { Worker } from 'node:worker_threads';
import { ScoringError } from '@tinderbox/scoring';
import type { PartResult } from '../app/part.ts';
import { type BatchSettings, type Crew, fromPlainFailure, type Part, type PartListener } from '../app/part.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/**
 * A crew of so many threads, each of which runs `program` and loads the model for itself, and of this one where `here` is
 * given. Threads start at once, while others still find out what is to be done.
 */
export function createThreadCrew(program: URL, threads: number, here: Crew = createNobody()): Crew {
  const all = Array.from({ length: threads }, () => new Thread(program));
  const idle = [...all];
  return {
    begin(settings, scorer) {
      for (const thread of all) thread.begin(settings);
      here.begin(settings, scorer);
    },
    async scorePart(part, onProgress) {
      const thread = idle.pop();
      if (thread === undefined) return here.scorePart(part, onProgress);
      const result = await thread.scorePart(part, onProgress);
      idle.push(thread);
      return result;
    },
    async close() {
      await Promise.all([here.close(), ...all.map((thread) => thread.end())]);
    },
  };
}

/** In place of a thread that takes no part: nobody asks it as long as no more parts are given out than there are threads. */
function createNobody(): Crew {
  return {
    begin: () => {},
    scorePart: () => Promise.reject(new ScoringError('INTERNAL', 'expected an idle thread, got none')),
    close: async () => {},
  };
}

class Thread {
  readonly #worker: Worker;
  /** Rejects at its end, whatever ends it. */
  readonly #ended: Promise<never>;

  constructor(program: URL) {
    this.#worker = new Worker(program);
    this.#ended = new Promise((_, reject) => {
      this.#worker.on('error', (cause) => reject(threadError(cause)));
      this.#worker.on('exit', () => reject(new ScoringError('CANCELED', 'expected a worker to finish, got its end')));
    });
    this.#ended.catch(() => undefined);
  }

  begin(settings: BatchSettings): void {
    this.#say({ kind: 'begin', settings });
  }

  scorePart(part: Part, onProgress: PartListener): Promise<PartResult> {
    const answer = new Promise<PartResult>((resolve, reject) => {
      const hear = (message: FromWorker): void => {
        if (message.kind === 'progress') {
          void onProgress(message.progress);
          return;
        }
        this.#worker.off('message', hear);
        if (message.kind === 'result') resolve(message.result);
        else reject(fromPlainFailure(message.failure));
      };
      this.#worker.on('message', hear);
    });
    this.#say({ kind: 'part', part });
    return Promise.race([answer, this.#ended]);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

function threadError(cause: Error): ScoringError {
  const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return new ScoringError('INTERNAL', cause.message, {}, { cause });
  return new ScoringError('INPUT_LIMIT', 'expected parts that fit into memory, got a larger one: use fewer workers');
}
