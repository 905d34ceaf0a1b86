import { crc32 } from '../compression/crc32.ts';
import { type ErrorCode, ScoringError, type Where } from '../core/errors.ts';

export interface ParquetOptions {
  /** The code of errors about damaged bytes; default MODEL_PARQUET. */
  readonly damaged?: ErrorCode;
  /** The code of errors about `maxDecodedBytes`; default MODEL_LIMIT. */
  readonly tooLarge?: ErrorCode;
  /** What one `readColumns` call may allocate, in bytes: its result and the page at hand; default 1 GiB. */
  readonly maxDecodedBytes?: number;
  /** A faster CRC-32 than JavaScript's own, where the platform has one. */
  readonly crc32?: (bytes: Uint8Array) => number;
}

const DEFAULT_DECODED_BYTES = 2 ** 30;

/** One reading operation: where it is, for messages, and how much it may still allocate. */
export class Reading {
  readonly #options: ParquetOptions;
  readonly #where: Where;
  readonly #budget: { left: number };

  constructor(options: ParquetOptions, where: Where, budget?: { left: number }) {
    this.#options = options;
    this.#where = where;
    this.#budget = budget ?? { left: options.maxDecodedBytes ?? DEFAULT_DECODED_BYTES };
  }

  /** The same operation inside one column; the budget stays shared. */
  inColumn(column: string): Reading {
    return new Reading(this.#options, { ...this.#where, column }, this.#budget);
  }

  crc32(bytes: Uint8Array): number {
    return (this.#options.crc32 ?? crc32)(bytes);
  }

  /** The error for bytes that are not what the format prescribes. */
  damaged(detail: string, cause?: unknown): ScoringError {
    return new ScoringError(this.#options.damaged ?? 'MODEL_PARQUET', detail, this.#where, { cause });
  }

  /** The error for sound files that use what this reader lacks. */
  unsupported(detail: string): ScoringError {
    return new ScoringError('PARQUET_UNSUPPORTED', detail, this.#where);
  }

  /** To be called before memory is taken whose amount the file dictates; a negative amount gives some back. */
  charge(bytes: number): void {
    this.#budget.left -= bytes;
    if (this.#budget.left >= 0) return;
    const limit = this.#options.maxDecodedBytes ?? DEFAULT_DECODED_BYTES;
    throw new ScoringError(
      this.#options.tooLarge ?? 'MODEL_LIMIT',
      `expected at most ${limit} decoded bytes in one row group, got more`,
      this.#where,
    );
  }
}
