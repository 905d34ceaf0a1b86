import type { Job, JobFailure, JobOutcome, JobProgress, JobTask, ModelName } from '../app/jobs.ts';

/**
 * Where jobs are kept. Each call is one transaction, which has reached the disk when it resolves. The store keeps the
 * time: leases are given for so many milliseconds from now. Throws JOB_STORE where it fails.
 */
export interface JobStore {
  /**
   * Adds a job that waits. Where one of the same owner and key is known, gives that. Throws OVERLOADED where `limit` wait, JOB_STATE
   * where one that has not ended has the same target.
   */
  add(job: NewJob, limit: number): Promise<StoredJob>;
  find(by: { readonly token: string } | OwnedKey): Promise<StoredJob | undefined>;
  /** How many jobs wait. */
  countWaiting(): Promise<number>;
  /** Gives the oldest job that waits, or whose lease has run out, to a holder: it is RUNNING, one attempt more. */
  claim(holder: string, leaseMs: number, wanted?: Wanted): Promise<StoredJob | undefined>;
  /** False where the job is no longer that of the claim: it was canceled, or its lease ran out and another has it. */
  renew(claim: Claim, leaseMs: number, progress: JobProgress): Promise<boolean>;
  /** Ends a job, which is kept for so long. False as in renew: then nothing has changed. */
  end(claim: Claim, ending: Ending, keepMs: number): Promise<boolean>;
  /** Lets the job wait again, as if this attempt had not been. False as in renew. */
  release(claim: Claim): Promise<boolean>;
  /** Ends a job that has not ended as KILLED. Gives what it is then, and whether this call did it. */
  kill(token: string, keepMs: number): Promise<Killed | undefined>;
  remove(token: string): Promise<void>;
  /** Removes ended jobs whose time is over, and gives their tokens. */
  removeExpired(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Keys are those of their caller; '' where callers are not known. */
export interface OwnedKey {
  readonly owner: string;
  readonly key: string;
}

/** Jobs for models that a process has. Those that have waited for longer than `patienceMs` it takes whatever they need. */
export interface Wanted {
  readonly models: readonly ModelName[];
  readonly patienceMs: number;
}

export interface NewJob {
  readonly token: string;
  readonly owner: string;
  readonly key: string | undefined;
  /** Equal for equal requests. */
  readonly fingerprint: string;
  readonly task: JobTask;
  /** The path of the caller that it will write. */
  readonly target: string | undefined;
}

export interface StoredJob extends Job, Claim {
  readonly fingerprint: string;
}

/** One attempt at a job. */
export interface Claim {
  readonly token: string;
  /** A process, in one of its lives. */
  readonly holder: string;
  readonly attempt: number;
}

export type Ending =
  | { readonly state: 'FINISHED'; readonly outcome: JobOutcome }
  | { readonly state: 'FAILED'; readonly failure: JobFailure };

export interface Killed {
  readonly job: StoredJob;
  readonly now: boolean;
}
