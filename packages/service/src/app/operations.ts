import type { Inspection } from '@tinderbox/scoring';
import type { CsvOptions, RecordFormat, Source, Target } from '../records/records.ts';

/** What the product can do. Fronts call these and nothing else. */
export interface Operations {
  inspect(request: InspectRequest): Promise<Inspection>;
  predict(request: PredictRequest): Promise<PredictResult>;
}

export interface InspectRequest {
  /** Path of a saved directory or archive. */
  readonly model: string;
  readonly semantics?: string | undefined;
}

export interface PredictRequest extends InspectRequest {
  readonly input: { readonly source: Source; readonly format: RecordFormat };
  readonly output: { readonly target: Target; readonly format: RecordFormat };
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
