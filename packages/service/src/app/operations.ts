import type { Inspection, SumsProfile, Tolerance } from '@tinderbox/scoring';
import type { CsvOptions, OutputForm, RecordFormat, SaveMode, Source, Target } from '../records/records.ts';
import type { LoadOptions } from './engine.ts';

/** What the product can do. Fronts call these and nothing else. */
export interface Operations {
  inspect(request: InspectRequest): Promise<Inspection>;
  /** What a stage has learnt, by its name in Spark's Python API. */
  value(request: ValueRequest): Promise<unknown>;
  query(request: QueryRequest): Promise<QueryResult>;
  predict(request: PredictRequest): Promise<PredictResult>;
  verify(request: VerifyRequest): Promise<Verification>;
  /** Scores files of any size into files, over several workers, all or nothing. */
  batch(request: BatchRequest): Promise<BatchResult>;
  /** How long one row takes. */
  benchRow(request: BenchRowRequest): Promise<BenchRowResult>;
  /** How long a batch takes. */
  benchBatch(request: BenchBatchRequest): Promise<BenchBatchResult>;
}

export interface InspectRequest extends LoadOptions {
  /** Path of a saved directory or archive. */
  readonly model: string;
}

export interface ValueRequest extends InspectRequest {
  readonly value: string;
  /** A uid, a class name or a place in the pipeline; default the only stage that tells it. */
  readonly stage?: string | undefined;
}

/** Asks a stage for a table of its own. */
export interface QueryRequest extends InspectRequest {
  readonly query: string;
  readonly stage?: string | undefined;
  /** By name: JSON, or text as it is, or the rows whose column is the list. */
  readonly given: { readonly [name: string]: string | RowFile };
  readonly output: { readonly target: Target; readonly format: RecordFormat };
  readonly csv?: CsvOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface QueryResult {
  readonly rowsWritten: number;
}

/** Rows to be read. */
export interface RowFile {
  readonly source: Source;
  readonly format: RecordFormat;
  /** What the name of the file says beyond the format. */
  readonly csv?: CsvOptions;
}

export interface PredictRequest extends InspectRequest {
  readonly input: RowFile;
  readonly output: OutputForm & { readonly target: Target; readonly format: RecordFormat };
  readonly csv?: CsvOptions | undefined;
  /** Spark's StructType JSON or DDL. */
  readonly schema?: string | undefined;
  /** The wanted columns in their order; default the input columns and all the pipeline adds. */
  readonly columns?: readonly string[] | undefined;
  /** Score at most that many rows. */
  readonly limit?: number | undefined;
  /** `fail` stops at the first row that cannot be scored; `report` leaves it out and goes on. */
  readonly onError: 'fail' | 'report';
  readonly onIssue?: (issue: RowIssue) => void;
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface VerifyRequest extends InspectRequest {
  readonly input: RowFile;
  /** What Spark wrote, or the local Spark that is to answer now. */
  readonly expected: RowFile | { readonly spark: string };
  readonly csv?: CsvOptions | undefined;
  /** Spark's StructType JSON or DDL. */
  readonly schema?: string | undefined;
  /** The columns to compare; default all that both sides have. */
  readonly columns?: readonly string[] | undefined;
  /** Columns that tell which rows belong together; default the order of the rows. */
  readonly key?: readonly string[] | undefined;
  /** `declared` allows what the stages declare, `exact` nothing. */
  readonly tolerance: 'declared' | 'exact';
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** How the engine's rows compare with Spark's. */
export interface Verification {
  /** Within what is allowed, everywhere. */
  readonly equal: boolean;
  /** The local Spark that answered, where one was asked. */
  readonly spark?: { readonly version: string; readonly sums: SumsProfile | undefined };
  readonly rows: RowCounts;
  readonly columns: readonly ColumnVerification[];
  /** Columns that only one side has, or that the input has with another type. */
  readonly notCompared: { readonly expected: readonly string[]; readonly actual: readonly string[] };
}

export interface RowCounts {
  readonly expected: number;
  readonly actual: number;
  /** Rows of both sides that belong together. */
  readonly compared: number;
}

export interface ColumnVerification {
  readonly column: string;
  /** The stage that computes the column; absent for a column of the input. */
  readonly stage?: string;
  readonly allowed: Tolerance;
  /** Where the types differ, no value is compared. */
  readonly types?: { readonly expected: string; readonly actual: string };
  /** Rows with the same bits, with others within what is allowed, and with values beyond that. */
  readonly same: number;
  readonly within: number;
  readonly different: number;
  /** The farthest that two numbers lie apart, in units in the last place. */
  readonly maxUlps: number;
  readonly first?: FirstDifference;
}

/** The first row in which a column differs by more than is allowed. Values of the user's rows: that was asked for. */
export interface FirstDifference {
  /** Row of the expectation, counted from 1. */
  readonly row: number;
  readonly key?: string;
  /** Both values as JSON, and what is wrong with the second. */
  readonly expected: string;
  readonly actual: string;
  readonly detail: string;
  /** Where the difference begins: the first column upstream that is not the same, and the stage that computes it. */
  readonly origin: { readonly column: string; readonly stage?: string };
}

export interface BenchRowRequest extends InspectRequest {
  /** JSON lines; parsed before anything is timed. */
  readonly input: Source;
  /** What Spark wrote for these rows. */
  readonly expected?: RowFile | undefined;
  /** Spark's StructType JSON or DDL. */
  readonly schema?: string | undefined;
  /** The outputs to compute; default those of the pipeline that `expected` has, without it all that the pipeline adds. */
  readonly columns?: readonly string[] | undefined;
  /** Source code may be generated. */
  readonly codegen: boolean;
  /** How long each pass of the clock takes. */
  readonly seconds: number;
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface BenchRowResult {
  readonly engine: string;
  readonly columns: readonly string[];
  readonly times: RowTimes;
  /** From the path to a compiled program. */
  readonly loadMilliseconds: number;
  readonly firstCallMilliseconds: number;
  /** Of the whole process at its end, in units of 2^20 bytes. */
  readonly residentMegabytes: number;
  readonly check: RowCheck;
}

/** Nanoseconds a row. Median and least are of means over a few calls, the percentiles and the most of single calls. */
export interface RowTimes {
  readonly median: number;
  readonly min: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** How many single calls there were. */
  readonly singles: number;
}

/** How the answers compare with the expected ones; all 0 where none were given. */
export interface RowCheck {
  readonly rows: number;
  /** Rows with a value that differs by more than its stage declares; rows that only one side has. */
  readonly different: number;
  readonly maxDifference: number;
  readonly maxUlps: number;
}

/** A row that was left out, and why; `row` counts from 1. */
export interface RowIssue {
  readonly row: number;
  readonly stage?: string;
  readonly column?: string;
  readonly code: string;
  readonly message: string;
}

export interface PredictProgress {
  readonly rows: number;
  /** Bytes of the input taken so far and in all; unknown for streams. */
  readonly bytes: number;
  readonly totalBytes?: number;
}

export interface PredictResult {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly issues: number;
}

/** Scores the files of a table into another. */
export interface BatchRequest extends InspectRequest {
  /** Path of a file, of a folder of parts, or a pattern of them; the format is what the names say where none is given. */
  readonly input: { readonly source: string; readonly format?: RecordFormat | undefined };
  /** A folder of parts unless `kind` is file; the format is that of the input where none is given. */
  readonly output: OutputForm & {
    readonly target: string;
    readonly kind: 'file' | 'folder';
    readonly format?: RecordFormat | undefined;
    readonly csv?: CsvOptions;
  };
  readonly csv?: CsvOptions | undefined;
  /** Spark's StructType JSON or DDL. */
  readonly schema?: string | undefined;
  /** The wanted columns in their order; default the input columns and all the pipeline adds. */
  readonly columns?: readonly string[] | undefined;
  /** As Spark's SaveMode. */
  readonly mode: SaveMode;
  /** Go on with what an interrupted run of the same request has left. */
  readonly resume: boolean;
  /** At a row that cannot be scored: stop, leave it out, or leave it out and write it beside the output. */
  readonly onError: RowFailure;
  /** Default the number of cores. */
  readonly workers?: number | undefined;
  /** Bytes that the whole run may take, about: no more workers start than fit, but one does. */
  readonly memory?: number | undefined;
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export type RowFailure = 'fail' | 'skip' | 'side-file';

export interface BatchResult {
  /** True where the output was there already and was to stay. */
  readonly ignored: boolean;
  readonly parts: number;
  /** Parts that an interrupted run had finished. */
  readonly resumed: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows that could not be scored. */
  readonly issues: number;
  /** From the call to the output under its name. */
  readonly seconds: number;
  /** The most memory that the process has held, in bytes. */
  readonly peakBytes: number;
}

export interface BenchBatchRequest extends Omit<BatchRequest, 'mode' | 'resume'> {
  readonly mode: 'error' | 'overwrite';
  /** What Spark wrote for these rows, in their order: a file or a folder of parts, whose names tell the format. */
  readonly expected?: { readonly source: string; readonly format?: RecordFormat | undefined } | undefined;
}

export interface BenchBatchResult {
  readonly engine: string;
  readonly batch: BatchResult;
  /** Those that scored, no more than there were parts. */
  readonly workers: number;
  /** From the call to the first part handed out: the model and the first file opened, the input cut into parts. */
  readonly loadMilliseconds: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly check: RowCheck;
}
