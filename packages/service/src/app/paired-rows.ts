import { type Row, ScoringError, type StructType, showValue } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';

/** A row of the expectation. */
export interface ExpectedRow {
  readonly row: Row;
  /** Counted from 1. */
  readonly number: number;
  readonly key?: string;
}

/** Gives each scored row the expected row that belongs to it. */
export interface Pairing {
  /** Rows of the expectation seen so far; all of them after `finish`. */
  readonly count: number;
  /** Undefined where none is left for the row; a promise where more must be read to know. */
  partnerOf(actual: Row): ExpectedRow | undefined | Promise<ExpectedRow | undefined>;
  /** Reads the expectation to its end. */
  finish(): Promise<void>;
}

/** Rows belong together by their order: one batch of the expectation is in memory at a time. */
export class PairedByOrder implements Pairing {
  count = 0;
  readonly #batches: AsyncIterator<readonly Row[]>;
  #batch: readonly Row[] = [];
  #at = 0;

  constructor(expected: RecordReader) {
    this.#batches = expected.batches()[Symbol.asyncIterator]();
  }

  partnerOf(): ExpectedRow | undefined | Promise<ExpectedRow | undefined> {
    return this.#at < this.#batch.length ? this.#take() : this.#takeNext();
  }

  async finish(): Promise<void> {
    do this.count += this.#batch.length - this.#at;
    while (await this.#readBatch());
  }

  #take(): ExpectedRow {
    this.count++;
    return { row: this.#batch[this.#at++] as Row, number: this.count };
  }

  async #takeNext(): Promise<ExpectedRow | undefined> {
    while (this.#at === this.#batch.length) if (!(await this.#readBatch())) return undefined;
    return this.#take();
  }

  async #readBatch(): Promise<boolean> {
    const { done, value } = await this.#batches.next();
    this.#batch = done ? [] : value;
    this.#at = 0;
    return !done;
  }
}

interface Keyed {
  readonly expected: StructType;
  readonly actual: StructType;
  readonly columns: readonly string[];
}

/** Rows belong together by the values of key columns: the whole expectation is in memory. */
export class PairedByKey implements Pairing {
  count = 0;
  readonly #rows = new Map<string, ExpectedRow>();
  readonly #keyOf: (row: Row) => string;

  private constructor({ actual, columns }: Keyed) {
    this.#keyOf = keyReader(actual, columns);
  }

  /** Fails with INPUT_VALUE where two rows have one key, with INPUT_COLUMN_MISSING where a side lacks a key column. */
  static async read(reader: RecordReader, keyed: Keyed): Promise<PairedByKey> {
    const pairing = new PairedByKey(keyed);
    const keyOf = keyReader(keyed.expected, keyed.columns);
    for await (const batch of reader.batches()) for (const row of batch) pairing.#add(row, keyOf(row), keyed);
    return pairing;
  }

  /** A key that comes again has no partner left. */
  partnerOf(actual: Row): ExpectedRow | undefined {
    const key = this.#keyOf(actual);
    const partner = this.#rows.get(key);
    this.#rows.delete(key);
    return partner;
  }

  async finish(): Promise<void> {}

  #add(row: Row, key: string, { columns }: Keyed): void {
    this.count++;
    if (this.#rows.has(key)) {
      throw new ScoringError('INPUT_VALUE', 'expected one row a key in the expectation, got a second', {
        column: columns.join(', '),
        row: this.count,
      });
    }
    this.#rows.set(key, { row, number: this.count, key });
  }
}

function keyReader({ fields }: StructType, columns: readonly string[]): (row: Row) => string {
  const places = columns.map((column) => {
    const place = fields.findIndex((field) => field.name === column);
    if (place >= 0) return place;
    throw new ScoringError('INPUT_COLUMN_MISSING', 'expected the key in the scored rows and in the expectation', {
      column,
    });
  });
  return (row) => places.map((place) => showValue(row[place])).join(', ');
}
