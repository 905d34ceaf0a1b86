import type { DatasetFile } from '../records/records.ts';
import type { PredictProgress } from './operations.ts';
import type { PartProgress, PartResult } from './part.ts';

/** Adds up what the parts of a batch report; parts that were finished before count as read. */
export class BatchProgress {
  readonly #totalBytes: number;
  readonly #report: ((progress: PredictProgress) => void) | undefined;
  #rows: number;
  #bytes: number;

  constructor(
    files: readonly DatasetFile[],
    finished: readonly PartResult[],
    report: ((progress: PredictProgress) => void) | undefined,
  ) {
    this.#totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    this.#rows = finished.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    this.#bytes = finished.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#report = report;
  }

  readonly add = ({ rows, bytes }: PartProgress): void => {
    this.#rows += rows;
    this.#bytes += bytes;
    this.#report?.({ rows: this.#rows, bytes: this.#bytes, totalBytes: this.#totalBytes });
  };
}
