import type { ResultForm } from '../app/jobs.ts';
import type { Claim } from './store.ts';

/** Bodies and results, beside the store. Throws JOB_STORE where the disk fails. */
export interface JobFiles {
  /** What came with a request has reached the disk when this resolves. */
  writeInput(token: string, body: Uint8Array): Promise<void>;
  /** A path of what came with the request, for an attempt. */
  input(claim: Claim): Promise<string>;
  /** Where an attempt writes its rows. */
  stagingPath(claim: Claim): string;
  /** Makes a result of what an attempt has written: it is kept when this resolves. Throws INPUT_LIMIT where it is too large. */
  publish(claim: Claim): Promise<void>;
  /** The result in a form, which `convert` makes where it is not there yet. */
  open(claim: Claim, form: ResultForm, convert: (wanted: NewForm) => Promise<void>): Promise<StoredFile>;
  dropInput(token: string): Promise<void>;
  /** Removes all that one attempt has written. */
  dropAttempt(claim: Claim): Promise<void>;
  /** Removes all files of a job. */
  drop(token: string): Promise<void>;
  /** All files of all jobs. */
  list(): Promise<readonly ListedFile[]>;
}

export interface StoredFile {
  readonly size: number;
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** A form of a result to make, and the paths of its JSON lines and of what is made of them. */
export interface NewForm {
  readonly form: Exclude<ResultForm, 'ndjson'>;
  readonly input: string;
  readonly output: string;
}

export interface ListedFile {
  readonly place: 'inputs' | 'staging' | 'results';
  readonly token: string;
  /** Undefined for inputs. */
  readonly attempt: number | undefined;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  remove(): Promise<void>;
}
