import { ScoringError } from '@tinderbox/scoring';
import { fromPlainFailure } from '../app/part.ts';
import type { ServedModel, Serving } from '../app/serving.ts';
import type { HttpRequest, HttpResponse } from '../http/route.ts';
import type { FromAnswerThread, LentVersion, PlainAnswer, PlainRequest, ToAnswerThread } from './answer-messages.ts';
import { AnswerThread, type ThreadProgram } from './answer-thread.ts';

export interface AnswerCrewOptions extends ThreadProgram {
  /** Threads at most; they start when they are wanted first. */
  readonly threads: number;
  readonly serving: Serving;
  /** Requests that wait for a thread, and their bytes; what comes beyond is refused. */
  readonly mostWaiting?: number;
  readonly mostWaitingBytes?: number;
}

/** An answer, or the body back where only the thread that asks can answer. */
export type CrewAnswer = { readonly response: HttpResponse } | { readonly body: Buffer };

interface Task {
  readonly request: PlainRequest;
  readonly serving: Serving;
  readonly signal: AbortSignal;
  readonly resolve: (answer: CrewAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Threads that answer requests as the routes of this one would, the oldest first. */
export class AnswerCrew {
  readonly #options: AnswerCrewOptions;
  readonly #idle: AnswerThread[] = [];
  readonly #all = new Set<AnswerThread>();
  /** What each thread was told last. */
  readonly #told = new WeakMap<AnswerThread, readonly ServedModel[]>();
  readonly #queue: Task[] = [];
  #closed = false;

  constructor(options: AnswerCrewOptions) {
    this.#options = options;
  }

  /** Requests that wait for a thread. */
  get waiting(): number {
    return this.#queue.length;
  }

  /**
   * Answers as the route of that path does, here. The body is taken away. Rejects as the route does, with OVERLOADED
   * where too many wait, and with what the signal tells.
   */
  answer(route: string, asked: HttpRequest): Promise<CrewAnswer> {
    const { parameters, query, headers, body, signal, models: serving = this.#options.serving } = asked;
    this.#requireRoom(body.length);
    return new Promise((resolve, reject) => {
      const request = { route, parameters, query: query.toString(), headers, body: movable(body) };
      const drop = () => this.#drop(task);
      // A signal may live on with other requests.
      const settled = () => signal.removeEventListener('abort', drop);
      const task: Task = {
        ...{ request, serving, signal },
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', drop, { once: true });
      this.#queue.push(task);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new ScoringError('CANCELED', 'expected a thread to answer, got told to stop');
    for (const { reject } of this.#queue.splice(0)) reject(closed);
    await Promise.all([...this.#all].map((thread) => thread.end()));
  }

  #requireRoom(bytes: number): void {
    const { mostWaiting = 64, mostWaitingBytes = 2 ** 28 } = this.#options;
    const waitingBytes = this.#queue.reduce((sum, { request }) => sum + request.body.length, 0);
    const fits = this.#queue.length < mostWaiting && (waitingBytes === 0 || waitingBytes + bytes <= mostWaitingBytes);
    if (!fits) throw new ScoringError('OVERLOADED', 'expected fewer large requests at once, got more than can wait');
  }

  /** One that waits leaves the queue; one that is worked at is told. */
  #drop(task: Task): void {
    task.reject(task.signal.reason);
    const place = this.#queue.indexOf(task);
    if (place >= 0) this.#queue.splice(place, 1);
  }

  #next(): void {
    if (this.#closed || this.#queue.length === 0) return;
    const thread = this.#idle.pop() ?? this.#start();
    const task = thread === undefined ? undefined : this.#queue.shift();
    if (thread !== undefined && task !== undefined) void this.#work(thread, task);
  }

  #start(): AnswerThread | undefined {
    if (this.#all.size >= this.#options.threads) return undefined;
    const thread = new AnswerThread(this.#options);
    this.#all.add(thread);
    thread.onEnd(() => {
      this.#all.delete(thread);
      const place = this.#idle.indexOf(thread);
      if (place >= 0) this.#idle.splice(place, 1);
      this.#next();
    });
    return thread;
  }

  async #work(thread: AnswerThread, { request, serving, signal, resolve, reject }: Task): Promise<void> {
    const models = serving.models();
    if (this.#told.get(thread) !== models) {
      thread.tell(describeModels(serving));
      this.#told.set(thread, models);
    }
    const cancel = () => thread.tell({ kind: 'cancel' });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      resolve(fromThread(await thread.ask({ kind: 'request', request }), models));
    } catch (error) {
      reject(error);
    }
    signal.removeEventListener('abort', cancel);
    if (!this.#all.has(thread)) return;
    this.#idle.push(thread);
    this.#next();
  }
}

function describeModels(serving: Serving): Extract<ToAnswerThread, { kind: 'models' }> {
  const models = serving
    .models()
    .map(({ name, version, path, loadedAt, signature }): LentVersion => ({ name, version, path, loadedAt, signature }));
  const names = new Set(models.map(({ name }) => name));
  const aliases = Object.fromEntries([...names].map((name) => [name, serving.aliases?.(name) ?? {}]));
  return { kind: 'models', models, aliases };
}

/** Bytes that nothing else lies beside. */
function movable(body: Buffer): Uint8Array {
  const isAlone = body.buffer instanceof ArrayBuffer && body.buffer.byteLength === body.length;
  return isAlone ? new Uint8Array(body.buffer, 0, body.length) : new Uint8Array(body);
}

function fromThread(message: FromAnswerThread, models: readonly ServedModel[]): CrewAnswer {
  switch (message.kind) {
    case 'answer':
      return { response: toResponse(message.answer, models) };
    case 'returned':
      return { body: Buffer.from(message.body.buffer, message.body.byteOffset, message.body.byteLength) };
    case 'failure': {
      const { failure, stack } = message;
      const error = fromPlainFailure(failure);
      if (stack !== undefined) error.stack = stack;
      throw error;
    }
  }
}

function toResponse({ scored, ...answer }: PlainAnswer, models: readonly ServedModel[]): HttpResponse {
  const model = models.find(({ name, version }) => name === scored?.name && version === scored.version);
  if (scored === undefined || model === undefined) return answer;
  return { ...answer, scored: { model, rows: scored.rows, issues: scored.issues } };
}
