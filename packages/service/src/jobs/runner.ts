import { locate, ScoringError } from '@tinderbox/scoring';
import type { JobFailure, JobProgress, JobWork } from '../app/jobs.ts';
import type { Bells } from './bells.ts';
import type { Clock } from './clock.ts';
import type { JobFiles } from './files.ts';
import type { Ending, JobStore, StoredJob } from './store.ts';

export interface RunnerOptions {
  readonly store: JobStore;
  readonly files: JobFiles;
  readonly work: JobWork;
  readonly clock: Clock;
  /** Rings for tokens whose job has changed, and is rung for WORK when a job has come. */
  readonly bells: Bells;
  /** That of nobody else, also not of this process at another time. */
  readonly holder: string;
  /** How many jobs run at a time. */
  readonly concurrency: number;
  /** After so long without a sign of life, a job is given to another process. */
  readonly leaseMs: number;
  /** How often jobs of other processes are looked for, and their changes. */
  readonly pollMs: number;
  /** How long an ended job is kept. */
  readonly keepMs: number;
  /** After so many attempts that died, a job has failed. */
  readonly attempts: number;
  /** Told of the state in which this process has ended a job. */
  readonly onEnded: (state: Ending['state']) => void;
  /** Told of what went wrong outside any job; the runner goes on. */
  readonly onProblem: (error: unknown) => void;
}

/** The bell of jobs that wait. */
export const WORK = '';

/** How often progress is written, at least. */
const RENEW_MS = 1000;

/** Runs the jobs of a store, the oldest first, so many at a time, until it is stopped. */
export class JobRunner {
  readonly #options: RunnerOptions;
  /** What this process works at, by token. */
  readonly #running = new Map<string, AbortController>();
  readonly #stopping = new AbortController();
  readonly #slots: readonly Promise<void>[];

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.concurrency }, () => this.#workOn());
  }

  /** Tells the work at a job that nobody wants it any more. */
  abort(token: string): void {
    this.#running.get(token)?.abort();
  }

  /** How many jobs this process works at. */
  get running(): number {
    return this.#running.size;
  }

  /** Ends the work; what is not done waits for the next process. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const control of this.#running.values()) control.abort();
    await Promise.all(this.#slots);
  }

  async #workOn(): Promise<void> {
    const { store, work, holder, leaseMs, keepMs, pollMs, bells, onProblem } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const job = await store.claim(holder, leaseMs, { models: work.models(), patienceMs: keepMs });
        if (job === undefined) await bells.wait(WORK, pollMs, signal);
        else await this.#attempt(job);
      } catch (error) {
        onProblem(error);
        await bells.wait(WORK, pollMs, signal);
      }
    }
  }

  async #attempt(job: StoredJob): Promise<void> {
    const { store, files, bells, keepMs, attempts, onEnded } = this.#options;
    const { token } = job;
    bells.ring(token);
    const ending = job.attempt > attempts ? tooManyAttempts(attempts) : await this.#run(job);
    // Before the end: after a release the attempt of another process may have the same number.
    if (ending?.state !== 'FINISHED') await files.dropAttempt(job);
    // Where the work was stopped because the job is no longer ours, its release changes nothing.
    const held = ending === undefined ? await store.release(job) : await store.end(job, ending, keepMs);
    bells.ring(token);
    if (ending === undefined) return;
    if (!held) return files.dropAttempt(job);
    onEnded(ending.state);
    await files.dropInput(token);
  }

  /**
   * The ending, or undefined where the work was stopped. Throws JOB_STORE where files fail: that is no end, the lease runs
   * out and the job is taken up again.
   */
  async #run(job: StoredJob): Promise<Ending | undefined> {
    const { files, work } = this.#options;
    const control = new AbortController();
    this.#running.set(job.token, control);
    if (this.#stopping.signal.aborted) control.abort();
    const lease = new Lease(this.#options, job, control);
    try {
      const outcome = await work.run(job.task, {
        input: job.task.input.kind === 'files' ? '' : await files.input(job),
        output: files.stagingPath(job),
        attempt: job.attempt,
        signal: control.signal,
        onProgress: lease.note,
      });
      if (outcome.schema !== undefined) await files.publish(job);
      return { state: 'FINISHED', outcome };
    } catch (error) {
      if (control.signal.aborted) return undefined;
      if (error instanceof ScoringError && error.code === 'JOB_STORE') throw error;
      return { state: 'FAILED', failure: failureOf(error) };
    } finally {
      lease.close();
      this.#running.delete(job.token);
    }
  }
}

/** Renews the lease of an attempt while it lasts; aborts the work when it is lost. */
class Lease {
  readonly #options: RunnerOptions;
  readonly #job: StoredJob;
  readonly #control: AbortController;
  #progress: JobProgress = { rows: 0 };
  #cancel = (): unknown => undefined;
  #closed = false;

  constructor(options: RunnerOptions, job: StoredJob, control: AbortController) {
    this.#options = options;
    this.#job = job;
    this.#control = control;
    this.#plan();
  }

  readonly note = (progress: JobProgress): void => {
    this.#progress = progress;
  };

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #plan(): void {
    const { clock, leaseMs } = this.#options;
    this.#cancel = clock.after(Math.min(RENEW_MS, leaseMs / 3), () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { store, leaseMs, bells, onProblem } = this.#options;
    try {
      if (!(await store.renew(this.#job, leaseMs, this.#progress))) this.#control.abort();
      bells.ring(this.#job.token);
    } catch (error) {
      onProblem(error);
    }
    if (!this.#closed && !this.#control.signal.aborted) this.#plan();
  }
}

function tooManyAttempts(attempts: number): Ending {
  const message = `expected an attempt that ends, got ${attempts} that did not: their processes died`;
  return { state: 'FAILED', failure: { code: 'INTERNAL', message } };
}

/** What nobody foresaw is not told to callers. */
function failureOf(error: unknown): JobFailure {
  const { code, message } = locate(error, {});
  return { code, message: code === 'INTERNAL' ? 'internal error' : message };
}
