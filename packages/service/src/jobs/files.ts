import type { ResultForm } from '../app/jobs.ts';
import type { Claim } from './store.ts';

/** Bodies and results, beside the store. Throws JOB_STORE where the disk fails. */
export interface JobFiles {
  /** What came with a request has reached the disk when this resolves. */
  writeInput(token: string, body: Uint8Array): Promise<void>;
  inputPath(token: string): string;
  /** Where an attempt writes its rows. */
  stagingPath(claim: Claim): string;
  /** Makes a result of what an attempt has written: on the disk, and under its name, when this resolves. */
  publish(claim: Claim): Promise<void>;
  resultPath(claim: Claim): string;
  /** The path of the result in another form, which `write` makes where it is not there yet. */
  convert(claim: Claim, form: ResultForm, write: (path: string) => Promise<void>): Promise<string>;
  open(path: string): Promise<StoredFile>;
  dropInput(token: string): Promise<void>;
  /** Removes all that one attempt has written. */
  dropAttempt(claim: Claim): Promise<void>;
  /** Removes all files of a job. */
  drop(token: string): Promise<void>;
  /** All files of all jobs. */
  list(): Promise<readonly ListedFile[]>;
  remove(file: ListedFile): Promise<void>;
}

export interface StoredFile {
  readonly size: number;
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

export interface ListedFile {
  readonly path: string;
  readonly place: 'inputs' | 'staging' | 'results';
  readonly token: string;
  /** Undefined for inputs. */
  readonly attempt: number | undefined;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}
