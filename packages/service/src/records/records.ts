/** Row data: files of rows to score, and files of scored rows. Types only. */
import type { Readable, Writable } from 'node:stream';
import type { ColumnBatch, Field, Row, RowRange, StructType, Value, Zone } from '@tinderbox/scoring';

/** json is one object a line; arrow is the IPC file or stream form. */
export type RecordFormat = 'csv' | 'json' | 'parquet' | 'arrow';

/** Parquet packs pages, CSV and JSON whole files. */
export type Compression = 'none' | 'snappy' | 'gzip' | 'zstd';

/** struct is that of VectorUDT, which Spark reads back as a vector; array is a list of all elements. */
export type VectorForm = 'struct' | 'array';

/** How rows are written beyond the format. */
export interface OutputForm {
  /** Default that of Spark for the format, and for CSV and JSON gzip where the name of the file ends in .gz. */
  readonly compression?: Compression | undefined;
  /** Default struct. */
  readonly vectors?: VectorForm | undefined;
}

/** Path of a file or of a folder of `part-*` files as Spark writes them, or a stream such as stdin. */
export type Source = string | Readable;

/** Path of a file, or a stream such as stdout. */
export type Target = string | Writable;

/** Spark's CSV options of the same names; nothing set means Spark's defaults, but a header line is expected. */
export interface CsvOptions {
  /** Default true. */
  readonly header?: boolean;
  /** One character, default `,`. */
  readonly sep?: string;
  /** Default `"`. */
  readonly quote?: string;
  /** Default `\`. */
  readonly escape?: string;
  /** Text that stands for null, default empty. */
  readonly nullValue?: string;
  /** Text that a quoted empty cell stands for, and the cell that an empty string becomes (default `""`). */
  readonly emptyValue?: string;
  readonly ignoreLeadingWhiteSpace?: boolean;
  readonly ignoreTrailingWhiteSpace?: boolean;
}

/** Bytes of a file that begin and end with whole rows, or with whole batches of rows. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** Some rows of a file: of a row group of Parquet, of bytes of every other format. */
export type FileRange = RowRange | ByteRange;

/** How many rows of a file stand before one of its bytes. */
export interface RowMark {
  readonly byte: number;
  readonly rows: number;
}

export interface ReaderOptions {
  readonly format: RecordFormat;
  readonly source: Source;
  /** Types of the columns; files that carry a schema must agree with it. */
  readonly schema?: StructType;
  /** The columns that the rows are for: types CSV and JSON columns of these names when no schema is given. */
  readonly expected?: StructType;
  readonly csv?: CsvOptions;
  /** Of timestamps in text that name none; default UTC. */
  readonly zone?: Zone | undefined;
  /** Of one file, as it was cut for several workers: the rows to read; default all. */
  readonly range?: FileRange | undefined;
  /** A place at or before a range of bytes from which rows may be counted; default the start. */
  readonly mark?: RowMark | undefined;
}

export interface WriterOptions extends OutputForm {
  readonly format: RecordFormat;
  readonly target: Target;
  readonly schema: StructType;
  readonly csv?: CsvOptions;
  /** In which timestamps are written as text; default UTC. */
  readonly zone?: Zone | undefined;
}

export interface Progress {
  /** Bytes of the source taken so far, compressed where it is. */
  readonly bytes: number;
  /** Unknown for streams. */
  readonly totalBytes?: number;
}

export interface RecordReader {
  readonly schema: StructType;
  /** The rows in order of the file, in batches of any size; to be iterated once. */
  batches(): AsyncIterable<readonly Row[]>;
  /** The same in columns, `most` rows at once, for formats that hold columns; a batch stands until the next is asked for. */
  columns?(most?: number): AsyncIterable<ColumnBatch>;
  /** How many rows of the file stand before the range that was asked for: lines are counted only when this is called. */
  rowsBefore?(): Promise<number>;
  readonly progress: () => Progress;
  close(): Promise<void>;
}

export interface RecordWriter {
  write(rows: readonly Row[]): Promise<void>;
  /** The same in columns, for formats that hold columns; not to be mixed with rows. */
  writeColumns?(batch: ColumnBatch): Promise<void>;
  /** Completes the output and gives it its name. */
  finish(): Promise<void>;
  /** Removes what was written; after finish() it does nothing. */
  abort(): Promise<void>;
}

/** What folders named `k=v` say of the rows of a file, outermost first; undefined is null. */
export type RawPartition = readonly (readonly [column: string, text: string | undefined])[];

/** A file of a table. */
export interface DatasetFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly partition: RawPartition;
}

/** The files of a table: at least one, all of one format. */
export interface Dataset {
  readonly files: readonly DatasetFile[];
  readonly format: RecordFormat;
  /** What the extension says beyond the format. */
  readonly csv: CsvOptions;
}

/** A file of a table, or some rows of one. */
export interface Piece {
  /** Index of the file. */
  readonly file: number;
  /** Undefined for the whole file. */
  readonly range: FileRange | undefined;
}

/** The columns that folders give to the rows of files. */
export interface Partitions {
  readonly fields: readonly Field[];
  /** For each file, in the order of the fields. */
  readonly values: readonly (readonly Value[])[];
}

/** Spark's SaveMode. */
export type SaveMode = 'error' | 'overwrite' | 'append' | 'ignore';

export interface DestinationOptions {
  /** Path of a file, or of a folder of parts. */
  readonly target: string;
  readonly kind: 'file' | 'folder';
  readonly format: RecordFormat;
  readonly compression?: Compression | undefined;
  readonly mode: SaveMode;
  /** Go on with what an interrupted run has left. */
  readonly resume: boolean;
}

/** What one run has noted of itself beside its finished parts, as JSON: its plan, then what became of each part. */
export interface Journal {
  readonly plan: unknown;
  readonly done: readonly unknown[];
}

/** A place for the parts of an output, which shows under its name only when all is done. */
export interface Destination {
  /** What an interrupted run has left; undefined where nothing was found or wanted. */
  readonly journal: Journal | undefined;
  /** That of the parts and of the whole. */
  readonly compression: Compression;
  /** Begins anew. */
  begin(plan: unknown): Promise<void>;
  /** Notes that a part is finished, and what became of it. */
  note(index: number, done: unknown): Promise<void>;
  partPath(index: number): string;
  /** For the rows of a part that could not be scored. */
  errorsPath(index: number): string;
  /** Gives the parts, which are numbered from 0, their names. */
  commit(parts: number): Promise<void>;
  /** Removes what is half written; keeps finished parts for another run where `keep`. */
  abandon(keep: boolean): Promise<void>;
}
