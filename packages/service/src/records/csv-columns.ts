/** Records of CSV as columns: plain cells straight from the bytes, records with quotes inside of cells and all else as text. */
import { type ColumnBatch, type DataType, type Row, ScoringError, type StructType } from '@tinderbox/scoring';
import { ByteWindow } from './byte-window.ts';
import { BatchBuilder, type ColumnBuilder } from './column-builder.ts';
import type { Dialect } from './csv-dialect.ts';
import { createRecordEnds, endOfRecord } from './csv-ends.ts';
import { CsvSplitter } from './csv-split.ts';
import type { CellParser } from './csv-value.ts';
import { NumberBytes } from './number-bytes.ts';
import type { SourcePart } from './source.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** In place of where a record ends. */
const INCOMPLETE = -1;
const UNUSUAL = -2;

/** How a cell of plain text becomes a value. */
const TEXT = 0;
const DOUBLE = 1;
const FLOAT = 2;
const INTEGER = 3;
const WHOLE_BITS: ReadonlyMap<DataType, number> = new Map([
  ['byte', 7],
  ['short', 15],
  ['integer', 31],
  ['long', 63],
]);

export interface CsvColumnsOptions {
  readonly schema: StructType;
  readonly dialect: Dialect;
  readonly parsers: readonly CellParser[];
  /** Any record as a row; throws what is wrong with it, `row` being its number. */
  readonly parseRow: (splitter: CsvSplitter, row: number) => Row;
}

/** Whether the records of a dialect can be read so. */
export function hasCsvColumns(dialect: Dialect): boolean {
  const { ignoreLeadingWhiteSpace, ignoreTrailingWhiteSpace } = dialect;
  return !ignoreLeadingWhiteSpace && !ignoreTrailingWhiteSpace && createRecordEnds(dialect) !== undefined;
}

/** The records of a part, `hasHeader` meaning that the first is none, `most` at once. */
export async function* readCsvColumns(
  part: SourcePart,
  {
    hasHeader,
    most,
    ...options
  }: CsvColumnsOptions & { readonly hasHeader: boolean; readonly most?: number | undefined },
): AsyncGenerator<ColumnBatch, void, void> {
  const reader = new CsvColumns(options, { hasHeader, batch: new BatchBuilder(options.schema, most) });
  let atStart = part.start === 0;
  for await (const chunk of part.chunks()) {
    const isMarked = atStart && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    atStart = false;
    reader.window.add(isMarked ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk);
    yield* reader.batches();
  }
  reader.end();
  yield* reader.batches();
  if (reader.batch.length > 0) yield reader.batch.take();
}

class CsvColumns {
  readonly window = new ByteWindow();
  readonly batch: BatchBuilder;
  readonly #options: CsvColumnsOptions;
  readonly #kinds: Uint8Array;
  /** Sizes from which on whole numbers are looked at as text. */
  readonly #limits: Float64Array;
  readonly #sep: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #numbers = new NumberBytes();
  readonly #splitter: CsvSplitter;
  #hasHeader: boolean;
  #rows = 0;
  #complete = false;

  constructor(options: CsvColumnsOptions, place: { readonly hasHeader: boolean; readonly batch: BatchBuilder }) {
    const { dialect, schema } = options;
    this.#options = options;
    this.batch = place.batch;
    this.#hasHeader = place.hasHeader;
    this.#sep = dialect.sep.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#escape = dialect.escape.charCodeAt(0);
    this.#splitter = new CsvSplitter(dialect);
    this.#splitter.end();
    const isNumber = /^[+-]?[.\d]/.test(dialect.nullValue);
    this.#kinds = Uint8Array.from(schema.fields, ({ type }) => (isNumber ? TEXT : kindOf(type)));
    this.#limits = Float64Array.from(schema.fields, ({ type }) => Math.min(2 ** (WHOLE_BITS.get(type) ?? 0), 1e15));
  }

  /** No more bytes will come: what is left is a record without line end. */
  end(): void {
    this.#complete = true;
  }

  /** The batches that the bytes at hand fill. */
  *batches(): Generator<ColumnBatch, void, void> {
    while (this.#readRecord()) if (this.batch.isFull) yield this.batch.take();
  }

  /** False where no whole record is left. */
  #readRecord(): boolean {
    const { window } = this;
    const { at, limit } = window;
    if (at >= limit) return false;
    const first = window.bytes[at];
    if (first === LINE_FEED || first === CARRIAGE_RETURN) {
      window.at++;
      return true;
    }
    const end = this.#hasHeader ? UNUSUAL : this.#readPlain(at);
    if (end >= 0) {
      window.at = end;
      this.batch.end(end - at);
      this.#rows++;
      return true;
    }
    if (end === UNUSUAL || this.#complete) return this.#readUnusual();
    return this.#isTooLong();
  }

  /** False where more bytes may complete the record. */
  #isTooLong(): false {
    if (this.window.limit - this.window.at <= MAX_RECORD_BYTES) return false;
    throw new ScoringError('INPUT_LIMIT', 'expected CSV records of at most 16 Mi characters, got a longer one');
  }

  #readUnusual(): boolean {
    const { window } = this;
    const { bytes, at, limit } = window;
    const found = endOfRecord(bytes.subarray(at, limit), this.#options.dialect);
    if (found < 0 && !this.#complete) return this.#isTooLong();
    const end = found < 0 ? limit : at + found;
    this.#splitter.push(bytes.toString('utf8', at, end));
    window.at = end;
    if (!this.#splitter.next()) return true;
    if (this.#hasHeader) this.#hasHeader = false;
    else this.batch.add(this.#options.parseRow(this.#splitter, ++this.#rows), end - at);
    return true;
  }

  /** Puts the cells of a record without quotes inside of them; where it ends, behind its line end. */
  #readPlain(start: number): number {
    const { bytes } = this.window;
    const last = this.#kinds.length - 1;
    let at = start;
    for (let k = 0; k <= last; k++) {
      const end = this.#readCell(k, at);
      if (end < 0) return end;
      const mark = bytes[end];
      const isEnd = k < last ? mark === this.#sep : mark === LINE_FEED || mark === CARRIAGE_RETURN;
      if (!isEnd) return UNUSUAL;
      at = end + 1;
    }
    return at;
  }

  /** Where the cell ends. */
  #readCell(k: number, at: number): number {
    const { bytes } = this.window;
    const byte = bytes[at] as number;
    if (this.#isEnd(byte)) {
      (this.batch.columns[k] as ColumnBuilder).put(this.batch.length, null);
      return at;
    }
    if (byte === this.#quote) return this.#readQuoted(k, at + 1);
    const end = this.#readNumber(k, at);
    return end >= 0 && this.#isEnd(bytes[end] as number) ? end : this.#readText(k, at);
  }

  /** Where the number ends; UNUSUAL where there is none, or none is wanted. */
  #readNumber(k: number, at: number): number {
    const kind = this.#kinds[k];
    if (kind === TEXT) return UNUSUAL;
    const { bytes } = this.window;
    const value = kind === INTEGER ? this.#readInteger(k, at) : this.#numbers.readDouble(bytes, at);
    if (Number.isNaN(value)) return UNUSUAL;
    (this.batch.columns[k] as ColumnBuilder).put(this.batch.length, kind === FLOAT ? Math.fround(value) : value);
    return this.#numbers.end;
  }

  #readInteger(k: number, at: number): number {
    const value = this.#numbers.readInteger(this.window.bytes, at);
    return Math.abs(value) < (this.#limits[k] as number) ? value : Number.NaN;
  }

  /** A cell that is not empty between quotes and has none inside. */
  #readQuoted(k: number, start: number): number {
    const { bytes, limit } = this.window;
    let end = start;
    let all = 0;
    for (; end < limit && bytes[end] !== this.#quote; end++) {
      if (bytes[end] === this.#escape) return UNUSUAL;
      all |= bytes[end] as number;
    }
    if (end === start || end + 1 >= limit || !this.#isEnd(bytes[end + 1] as number)) return UNUSUAL;
    const isPut = this.#readNumber(k, start) === end || this.#putText(k, start, { end, all });
    return isPut ? end + 1 : UNUSUAL;
  }

  #readText(k: number, at: number): number {
    const { bytes, limit } = this.window;
    let end = at;
    let all = 0;
    for (; end < limit; end++) {
      const byte = bytes[end] as number;
      if (this.#isEnd(byte)) break;
      all |= byte;
    }
    if (end === limit) return INCOMPLETE;
    return this.#putText(k, at, { end, all }) ? end : UNUSUAL;
  }

  /** False for what must be looked at with its whole record; `all` has every bit of the bytes. */
  #putText(k: number, start: number, { end, all }: { readonly end: number; readonly all: number }): boolean {
    const { parsers, dialect } = this.#options;
    const text = this.window.bytes.toString(all < 0x80 ? 'latin1' : 'utf8', start, end);
    // A line of white space alone is no record.
    if (this.#kinds.length === 1 && text.trim() === '') return false;
    try {
      const value = text === dialect.nullValue ? null : (parsers[k] as CellParser)(text, 0, text.length);
      (this.batch.columns[k] as ColumnBuilder).put(this.batch.length, value);
      return true;
    } catch {
      // What is wrong with a record as a whole comes before what is wrong with a cell of it.
      return false;
    }
  }

  #isEnd(byte: number): boolean {
    return byte === this.#sep || byte === LINE_FEED || byte === CARRIAGE_RETURN;
  }
}

function kindOf(type: DataType): number {
  if (type === 'double') return DOUBLE;
  if (type === 'float') return FLOAT;
  return WHOLE_BITS.has(type) ? INTEGER : TEXT;
}
