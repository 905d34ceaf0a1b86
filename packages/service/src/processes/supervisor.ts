import { setTimeout as sleep } from 'node:timers/promises';

/** A process that answers. */
export interface WorkerProcess {
  /** Resolves when it answers, with what it says of itself; never where it ends before. */
  readonly ready: Promise<string>;
  /** Its exit status; of one that was killed 128 and more. */
  readonly ended: Promise<number>;
  /** Asks it to end when all that was begun is answered. */
  stop(): void;
  kill(): void;
}

export interface SupervisorOptions {
  readonly workers: number;
  readonly start: (number: number) => WorkerProcess;
  /** All have been ready, with what the last of them says of itself. */
  readonly onReady: (line: string) => void;
  readonly onEvent: (event: WorkerEvent) => void;
  /** Fires when all are to end. */
  readonly signal: AbortSignal;
  /** After so long, one that was asked to end is killed. */
  readonly patienceMilliseconds: number;
  /** One that ends sooner after its start is taken for broken. */
  readonly youngMilliseconds?: number;
  /** Before the first new start; twice as long each time. */
  readonly pauseMilliseconds?: number;
}

export interface WorkerEvent {
  readonly event: 'ended' | 'restarted' | 'broken';
  readonly worker: number;
  readonly status?: number;
}

/** So many ends of young workers in a row, and the server ends. */
const MOST_YOUNG_ENDS = 6;
const LONGEST_PAUSE_MILLISECONDS = 10_000;
const BROKEN_STATUS = 70;

/** Keeps so many processes running. The first starts alone: what is wrong with all of them is then told once. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #current = new Map<number, WorkerProcess>();
  readonly #all = new Set<WorkerProcess>();
  /** Those that are to end. */
  readonly #stopped = new WeakSet<WorkerProcess>();
  /** The workers that have been ready once. */
  readonly #ready = new Set<number>();
  #isOver = false;
  #youngEnds = 0;
  #end: (status: number) => void = () => {};
  #replacing: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Runs until the signal fires and all have ended, or until they cannot be kept running. Gives the exit status. */
  async run(): Promise<number> {
    const { signal } = this.#options;
    const over = new Promise<number>((resolve) => {
      this.#end = resolve;
      if (signal.aborted) resolve(0);
      signal.addEventListener('abort', () => resolve(0), { once: true });
    });
    void this.#startAll(this.#options.workers);
    const status = await over;
    this.#isOver = true;
    while (this.#all.size > 0) await Promise.all([...this.#all].map((worker) => this.#stop(worker)));
    return status;
  }

  /** One new process after the other takes the place of an old one, which ends when the new one is ready. */
  replaceAll(): Promise<void> {
    this.#replacing ??= this.#replaceAll().finally(() => {
      this.#replacing = undefined;
    });
    return this.#replacing;
  }

  async #startAll(workers: number): Promise<void> {
    const first = this.#start(1);
    const status = await Promise.race([first.ready.then(() => undefined), first.ended]);
    if (status !== undefined) this.#end(status);
    else if (!this.#isOver) for (let number = 2; number <= workers; number++) this.#start(number);
  }

  #start(number: number): WorkerProcess {
    const worker = this.#options.start(number);
    const startedAt = performance.now();
    this.#current.set(number, worker);
    this.#all.add(worker);
    void worker.ready.then((line) => this.#noteReady(number, line));
    void worker.ended.then((status) => {
      this.#all.delete(worker);
      // Where the first has never been ready, none will be.
      if (!this.#stopped.has(worker) && this.#ready.has(1)) void this.#restart(number, { status, startedAt, worker });
    });
    return worker;
  }

  #noteReady(number: number, line: string): void {
    const { workers, onReady } = this.#options;
    if (this.#ready.has(number)) return;
    this.#ready.add(number);
    if (this.#ready.size === workers) onReady(line);
  }

  async #restart(
    number: number,
    { status, startedAt, worker }: { status: number; startedAt: number; worker: WorkerProcess },
  ): Promise<void> {
    const { signal, onEvent, youngMilliseconds = 10_000, pauseMilliseconds = 100 } = this.#options;
    onEvent({ event: 'ended', worker: number, status });
    this.#youngEnds = performance.now() - startedAt < youngMilliseconds ? this.#youngEnds + 1 : 0;
    if (this.#youngEnds >= MOST_YOUNG_ENDS) {
      onEvent({ event: 'broken', worker: number, status });
      this.#end(status === 0 ? BROKEN_STATUS : status);
      return;
    }
    const pause = this.#youngEnds === 0 ? 0 : pauseMilliseconds * 2 ** (this.#youngEnds - 1);
    await sleep(Math.min(pause, LONGEST_PAUSE_MILLISECONDS), undefined, { signal }).catch(() => undefined);
    if (this.#isOver || this.#current.get(number) !== worker) return;
    await this.#start(number).ready;
    onEvent({ event: 'restarted', worker: number });
  }

  async #replaceAll(): Promise<void> {
    const { onEvent } = this.#options;
    for (const [number, before] of [...this.#current]) {
      if (this.#isOver) return;
      const next = this.#start(number);
      const isReady = await Promise.race([next.ready.then(() => true), next.ended.then(() => false)]);
      if (!isReady) {
        this.#current.set(number, before);
        return;
      }
      onEvent({ event: 'restarted', worker: number });
      await this.#stop(before);
    }
  }

  async #stop(worker: WorkerProcess): Promise<void> {
    this.#stopped.add(worker);
    worker.stop();
    const timer = setTimeout(() => worker.kill(), this.#options.patienceMilliseconds);
    await worker.ended;
    clearTimeout(timer);
  }
}
