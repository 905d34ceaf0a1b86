import { Worker } from 'node:worker_threads';
import { ScoringError } from '@tinderbox/scoring';
import type { FromAnswerThread, ToAnswerThread } from './answer-messages.ts';

export interface ThreadProgram {
  readonly program: URL;
  /** What the program is told at its start: plain data. */
  readonly workerData: unknown;
}

/** A thread that answers one request at a time. */
export class AnswerThread {
  readonly #worker: Worker;
  /** Rejects at its end, whatever ends it. */
  readonly #ended: Promise<never>;
  /** Fails the request at hand. A race with the end would keep every answer until then. */
  #fail: (error: unknown) => void = () => {};

  constructor({ program, workerData }: ThreadProgram) {
    this.#worker = new Worker(program, { workerData });
    this.#ended = new Promise((_, reject) => {
      this.#worker.on('error', (cause) => reject(threadError(cause)));
      this.#worker.on('exit', () => reject(new ScoringError('INTERNAL', 'expected a thread to answer, got its end')));
    });
    this.#ended.catch((error) => this.#fail(error));
  }

  /** Calls back when no more can be asked of it. */
  onEnd(done: () => void): void {
    this.#ended.catch(done);
  }

  tell(message: Exclude<ToAnswerThread, { kind: 'request' }>): void {
    this.#worker.postMessage(message);
  }

  /** Takes the bytes of the body away from this thread. Rejects where the thread dies of it. */
  ask(message: Extract<ToAnswerThread, { kind: 'request' }>): Promise<FromAnswerThread> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#worker.once('message', resolve);
      this.#worker.postMessage(message, [message.request.body.buffer as ArrayBuffer]);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

function threadError(cause: Error): ScoringError {
  const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return new ScoringError('INTERNAL', cause.message, {}, { cause });
  return new ScoringError('INPUT_LIMIT', 'expected a request that fits into memory, got a larger one');
}
