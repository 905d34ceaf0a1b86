import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ScoringError } from '@tinderbox/scoring';
import {
  hasEnded,
  type Job,
  type JobRequest,
  type JobResult,
  type JobState,
  type Jobs,
  type JobTask,
  type JobWork,
  type ResultForm,
} from '../app/jobs.ts';
import { Bells } from './bells.ts';
import { type Clock, systemClock } from './clock.ts';
import type { JobFiles } from './files.ts';
import { keepHouse } from './housekeeping.ts';
import { arrayOfLines } from './json-array.ts';
import { JobRunner, WORK } from './runner.ts';
import type { JobStore, StoredJob } from './store.ts';

export interface JobsOptions {
  readonly store: JobStore;
  readonly files: JobFiles;
  readonly work: JobWork;
  readonly clock?: Clock;
  /** Those that also ring for what other processes do; default some of its own. */
  readonly bells?: Bells;
  /** How many jobs run at a time in this process. Default 1. */
  readonly concurrency?: number;
  /** How many jobs may wait, over all processes of the store. Default 1000. */
  readonly limit?: number;
  /** How long an ended job and its result are kept, in milliseconds. Default a day. */
  readonly keepMs?: number;
  /** After so long without a sign of life, a job is given to another process. Default 15 s. */
  readonly leaseMs?: number;
  /** After so many attempts that died, a job has failed. Default 10. */
  readonly attempts?: number;
  /** Told of the state in which this process has ended a job. */
  readonly onEnded?: (state: JobState) => void;
  /** Told of what went wrong outside any job. */
  readonly onProblem?: (error: unknown) => void;
  /** Called when all work has ended. */
  readonly onStopped?: () => Promise<void>;
}

/** Jobs that this process runs. */
export interface RunningJobs extends Jobs {
  /** How many wait, over all processes of the store. */
  countWaiting(): Promise<number>;
  /** How many this process runs. */
  countRunning(): number;
  /** Stops the work, which the next process takes up, and closes the store. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
const POLL_MS = 500;

/** Begins to run the jobs of a store, those that were left first. */
export function startJobs(options: JobsOptions): RunningJobs {
  return new JobQueue(options);
}

class JobQueue implements RunningJobs {
  readonly #store: JobStore;
  readonly #files: JobFiles;
  readonly #work: JobWork;
  readonly #bells: Bells;
  readonly #runner: JobRunner;
  readonly #endHousekeeping: () => void;
  readonly #limit: number;
  readonly #keepMs: number;
  readonly #onEnded: (state: JobState) => void;
  readonly #onStopped: () => Promise<void>;

  constructor({ store, files, work, clock = systemClock, ...options }: JobsOptions) {
    const { concurrency = 1, limit = 1000, keepMs = DAY_MS, leaseMs = 15_000, attempts = 10 } = options;
    const { onProblem = () => {}, onEnded = () => {}, onStopped = async () => {} } = options;
    this.#onEnded = onEnded;
    this.#store = store;
    this.#files = files;
    this.#work = work;
    this.#onStopped = onStopped;
    this.#limit = limit;
    this.#keepMs = Math.ceil(keepMs);
    const { bells = new Bells(clock) } = options;
    this.#bells = bells;
    const limits = { concurrency, keepMs: this.#keepMs, leaseMs, attempts, pollMs: Math.min(POLL_MS, leaseMs) };
    const told = { onEnded, onProblem };
    this.#runner = new JobRunner({ store, files, work, clock, bells, holder: randomUUID(), ...limits, ...told });
    this.#endHousekeeping = keepHouse({ store, files, clock, onProblem });
  }

  async submit({ body, key, owner = '', ...task }: JobRequest): Promise<Job> {
    const fingerprint = fingerprintOf(task, body);
    const known = key === undefined ? undefined : await this.#store.find({ owner, key });
    if (known !== undefined) return sameRequest(known, fingerprint);
    const target = await this.#work.check({ ...task, body });
    await this.#checkLimit();
    const token = randomUUID();
    if (task.input.kind !== 'files') await this.#files.writeInput(token, body);
    const job = await this.#add({ token, owner, key, fingerprint, task, target });
    if (job.token !== token) {
      await this.#files.dropInput(token);
      return sameRequest(job, fingerprint);
    }
    this.#bells.ring(WORK);
    return publicJob(job);
  }

  async status(token: string): Promise<Job> {
    return publicJob(await this.#find(token));
  }

  async result(token: string, form: ResultForm): Promise<JobResult> {
    const job = await this.#find(token);
    const schema = job.outcome?.schema;
    if (schema === undefined) throw noResult(job);
    const { size, read } = await this.#files.open(job, form, ({ form: other, input, output }) =>
      other === 'json' ? writeArray(input, output) : this.#work.convert({ input, schema, form: other, output }),
    );
    return { job: publicJob(job), size, read: (start = 0, end = size) => read(start, end) };
  }

  async cancel(token: string): Promise<Job> {
    const killed = await this.#store.kill(token, this.#keepMs);
    if (killed === undefined) throw notFound();
    if (killed.now) {
      this.#runner.abort(token);
      this.#onEnded('KILLED');
    } else await this.#store.remove(token);
    await this.#files.drop(token);
    this.#bells.ring(token);
    return publicJob(killed.job);
  }

  async *events(token: string, signal: AbortSignal): AsyncGenerator<Job, void, void> {
    let last = await this.#find(token);
    yield publicJob(last);
    while (!hasEnded(last) && !signal.aborted) {
      await this.#bells.wait(token, POLL_MS, signal);
      const job = await this.#store.find({ token });
      if (job === undefined) return;
      if (JSON.stringify(job) !== JSON.stringify(last)) yield publicJob(job);
      last = job;
    }
  }

  countWaiting(): Promise<number> {
    return this.#store.countWaiting();
  }

  countRunning(): number {
    return this.#runner.running;
  }

  async stop(): Promise<void> {
    this.#endHousekeeping();
    await this.#runner.stop();
    await this.#store.close();
    await this.#onStopped();
  }

  async #find(token: string): Promise<StoredJob> {
    const job = await this.#store.find({ token });
    if (job === undefined) throw notFound();
    return job;
  }

  /** Before the body is written; the store looks again. */
  async #checkLimit(): Promise<void> {
    const waiting = await this.#store.countWaiting();
    if (waiting < this.#limit) return;
    throw new ScoringError('OVERLOADED', `expected fewer than ${this.#limit} jobs that wait, got ${waiting}`);
  }

  async #add(job: Parameters<JobStore['add']>[0]): Promise<StoredJob> {
    try {
      return await this.#store.add(job, this.#limit);
    } catch (error) {
      // Where the store failed, the job may be in it.
      if (!(error instanceof ScoringError) || error.code !== 'JOB_STORE') await this.#files.dropInput(job.token);
      throw error;
    }
  }
}

function writeArray(input: string, output: string): Promise<void> {
  return pipeline(arrayOfLines(createReadStream(input)), createWriteStream(output));
}

function fingerprintOf(task: JobTask, body: Uint8Array): string {
  return createHash('sha256').update(JSON.stringify(task)).update('\0').update(body).digest('base64url');
}

function sameRequest(job: StoredJob, fingerprint: string): Job {
  if (job.fingerprint === fingerprint) return publicJob(job);
  throw new ScoringError('JOB_STATE', 'expected a new idempotency key, got that of another request');
}

/** What a caller may know. */
function publicJob({ fingerprint: _, holder: _holder, attempt: _attempt, ...job }: StoredJob): Job {
  return job;
}

function notFound(): ScoringError {
  return new ScoringError('JOB_NOT_FOUND', 'expected the token of a job, got one that is not known, or no longer');
}

function noResult({ state, failure }: StoredJob): ScoringError {
  const got = {
    SUBMITTED: 'one that waits',
    RUNNING: 'one that still runs',
    FINISHED: 'one that has written them to a file',
    FAILED: `one that failed (${failure?.code}: ${failure?.message})`,
    KILLED: 'one that was canceled',
  }[state];
  return new ScoringError('JOB_STATE', `expected a job that has finished and kept its rows, got ${got}`);
}
