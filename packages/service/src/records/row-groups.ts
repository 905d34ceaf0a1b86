/** Gathers the rows of many writes into groups of bounded size, for the formats that write columns. */
import type { Row } from '@tinderbox/scoring';
import { sizeOf } from './value-size.ts';

const GROUP_ROWS = 65_536;
/** Encoding takes some ten times as much again, most of it garbage. */
const GROUP_BYTES = 4 * 1024 * 1024;

export class RowGroups {
  #rows: Row[] = [];
  #bytes = 0;
  readonly #emit: (rows: readonly Row[]) => Promise<void>;

  constructor(emit: (rows: readonly Row[]) => Promise<void>) {
    this.#emit = emit;
  }

  async add(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      this.#rows.push(row);
      for (const value of row) this.#bytes += sizeOf(value);
      if (this.#rows.length >= GROUP_ROWS || this.#bytes >= GROUP_BYTES) await this.flush();
    }
  }

  /** Emits what is gathered; nothing for no rows. */
  async flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.#bytes = 0;
    if (rows.length > 0) await this.#emit(rows);
  }
}
