import type { ErrorCode } from '@tinderbox/scoring';
import type { RecordFormat } from '../records/records.ts';

/** Answers later, by token. Servers call these and nothing else. */
export interface Jobs {
  /**
   * Accepts a job: when this resolves, it survives any end of the process. Where a job of the same `key` is known, gives
   * that one. Throws what is wrong with the request, JOB_STATE where the key belongs to another request, OVERLOADED where
   * too many jobs wait.
   */
  submit(request: JobRequest): Promise<Job>;
  /** Throws JOB_NOT_FOUND, as do all that follow. */
  status(token: string): Promise<Job>;
  /** What a finished job has written, in a form. Throws JOB_STATE for a job in any other state. */
  result(token: string, form: ResultForm): Promise<JobResult>;
  /** Ends a job that has not ended, and forgets one that has, with its result. Gives its last state. */
  cancel(token: string): Promise<Job>;
  /** The job now and whenever it has changed, until it has ended or the signal fires. */
  events(token: string, signal: AbortSignal): AsyncIterable<Job>;
}

/** SUBMITTED, then RUNNING, perhaps again and again where processes die; then one of the others, for ever. */
export type JobState = 'SUBMITTED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface ModelName {
  readonly model: string;
  /** A version or alias; default `latest`. */
  readonly version?: string | undefined;
}

/** What a job is to do, without the rows that came with it. Plain data: it is stored as JSON. */
export interface JobTask extends ModelName {
  /** Looked up when the job starts. */
  readonly version?: string | undefined;
  /** The wanted columns; default what the pipeline adds, for files also what they hold. */
  readonly columns?: readonly string[] | undefined;
  /** At a row that cannot be scored: end the job, or leave the row out and tell. Default: fail. */
  readonly onError?: 'fail' | 'report' | undefined;
  /** What becomes of rows that lack a column that the model reads. Default: error. */
  readonly missing?: 'error' | 'null' | undefined;
  readonly input: JobInput;
}

export type JobInput =
  /** The body is JSON as for predictions: a record, an array of them, `records` with one, `data` with lists by column. */
  | { readonly kind: 'records' }
  /** The body is a file of rows. */
  | { readonly kind: 'table'; readonly format: RecordFormat }
  /** A file or folder of the server, scored into another. */
  | ({ readonly kind: 'files' } & FileInput);

export interface FileInput {
  readonly path: string;
  readonly format?: RecordFormat | undefined;
  readonly output: {
    readonly path: string;
    readonly format?: RecordFormat | undefined;
    readonly kind: 'file' | 'folder';
    /** What happens to an output that is there. Default: error. */
    readonly mode?: 'error' | 'overwrite' | undefined;
  };
}

export interface JobRequest extends JobTask {
  /** Empty for files. */
  readonly body: Uint8Array;
  /** That of the caller, the same when the same request is sent again. */
  readonly key?: string | undefined;
  /** Who calls: no two have a key in common. Default '': callers are not told apart. */
  readonly owner?: string | undefined;
}

/** Times are milliseconds since 1970. */
export interface Job {
  readonly token: string;
  readonly state: JobState;
  readonly task: JobTask;
  readonly submittedAt: number;
  /** Of the last attempt. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** From when on an ended job is forgotten. */
  readonly expiresAt: number | undefined;
  readonly progress: JobProgress;
  /** Of a FINISHED job. */
  readonly outcome: JobOutcome | undefined;
  /** Of a FAILED job. */
  readonly failure: JobFailure | undefined;
}

export interface JobProgress {
  readonly rows: number;
  /** Unknown where rows are not read from a file. */
  readonly bytes?: number | undefined;
  readonly totalBytes?: number | undefined;
}

export interface JobOutcome {
  /** The version that answered. */
  readonly version: string;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** How many rows could not be scored, and the first of them. */
  readonly issues: number;
  readonly firstIssues: readonly JobIssue[];
  /** Of the rows, as Spark's StructType JSON; undefined where they went to a file of the caller. */
  readonly schema: string | undefined;
}

export interface JobIssue {
  /** Counts from 1. */
  readonly row: number;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface JobFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Lines of JSON, an array of JSON, and the formats of row files; of Arrow the file and the stream. */
export const RESULT_FORMS = ['ndjson', 'json', 'csv', 'parquet', 'arrow', 'arrow-stream'] as const;
export type ResultForm = (typeof RESULT_FORMS)[number];

export interface JobResult {
  readonly job: Job;
  /** Bytes in all; the same bytes whenever the form is asked for. */
  readonly size: number;
  /** The bytes from `start` to before `end`; default all. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** What scores: the part of jobs that knows models and row files. */
export interface JobWork {
  /**
   * Throws what is wrong with a request, as far as that can be told without reading all rows. Gives the path that the job
   * will write, if it is one of the caller: no two jobs may write it at a time.
   */
  check(request: JobRequest): Promise<string | undefined>;
  /** What tasks may name, now. */
  models(): readonly ModelName[];
  run(task: JobTask, run: JobRun): Promise<JobOutcome>;
  /** Writes the rows of a result, which are JSON lines of such a schema, in another form. */
  convert(conversion: Conversion): Promise<void>;
}

export interface JobRun {
  /** Path of the body that came with the request. */
  readonly input: string;
  /** Path for the rows, as JSON lines; nothing is there for jobs on files. */
  readonly output: string;
  /** Counts from 1; above it an earlier attempt has died, and may have left something. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

export interface Conversion {
  readonly input: string;
  readonly schema: string;
  readonly form: Exclude<ResultForm, 'ndjson' | 'json'>;
  readonly output: string;
}

export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'FINISHED' || state === 'FAILED' || state === 'KILLED';
}
