/** Columns that are made row by row, in memory that is used again. */
import {
  arrayColumn,
  arrayOf,
  type ColumnBatch,
  type ColumnData,
  type DataType,
  type Row,
  type StructType,
  type Value,
} from '@tinderbox/scoring';

/** Rows of a batch where nothing else is asked for. */
const BATCH_ROWS = 4096;
const BATCH_CELLS = 512 * 1024;
/** Of the source. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** The rows of a batch of bounded size, which are put in order. */
export class BatchBuilder {
  /** How many rows are whole. */
  length = 0;
  readonly columns: readonly ColumnBuilder[];
  readonly #most: number;
  #bytes = 0;

  constructor({ fields }: StructType, most = BATCH_ROWS) {
    const rows = Math.max(1, Math.min(most, Math.floor(BATCH_CELLS / fields.length)));
    this.#most = rows;
    this.columns = fields.map(({ type }) => new ColumnBuilder(type, rows));
  }

  get isFull(): boolean {
    return this.length >= this.#most || this.#bytes >= BATCH_BYTES;
  }

  /** The row whose values were put is whole; it took so many bytes. */
  end(bytes: number): void {
    this.length++;
    this.#bytes += bytes;
  }

  add(row: Row, bytes: number): void {
    for (let k = 0; k < row.length; k++) (this.columns[k] as ColumnBuilder).put(this.length, row[k]);
    this.end(bytes);
  }

  /** What was put, until something is put again. */
  take(): ColumnBatch {
    const { length } = this;
    this.length = 0;
    this.#bytes = 0;
    return { length, columns: this.columns.map((column) => column.take(length)) };
  }
}

export class ColumnBuilder {
  readonly #type: DataType;
  /** Of an array class, or of values as rows have them. */
  #values: Value[];
  readonly #validity: Uint8Array;
  readonly #toElement: ((value: Value) => Value) | undefined;

  constructor(type: DataType, capacity: number) {
    this.#type = type;
    this.#values = new (arrayOf(type) ?? Array)(capacity) as unknown as Value[];
    this.#validity = new Uint8Array(capacity);
    this.#toElement = type === 'long' ? (value) => BigInt(value as number) : type === 'boolean' ? Number : undefined;
  }

  /** Puts a value, or another in its place. */
  put(index: number, value: Value): void {
    this.#validity[index] = value === null ? 0 : 1;
    if (value !== null) this.#values[index] = this.#toElement === undefined ? value : this.#toElement(value);
  }

  take(length: number): ColumnData {
    const { buffer } = this.#validity;
    const all = new Uint8Array(buffer, 0, length);
    const validity = all.includes(0) ? all : undefined;
    const values = this.#values;
    if (arrayOf(this.#type) === undefined) {
      return { validity, values: undefined, valueAt: (index) => (validity?.[index] === 0 ? null : values[index]) };
    }
    if (Array.isArray(values)) return arrayColumn(this.#type, values.slice(0, length) as string[], validity);
    return arrayColumn(this.#type, (values as unknown as Float64Array).subarray(0, length), validity);
  }
}
