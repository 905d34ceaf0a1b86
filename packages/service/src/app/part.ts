import {
  type ColumnBatch,
  type ColumnData,
  columnOf,
  type ErrorCode,
  type Row,
  ScoringError,
  type StructType,
  type Value,
  type Where,
} from '@tinderbox/scoring';
import type { CsvOptions, FileRange, OutputForm, RecordFormat, RowMark } from '../records/records.ts';
import type { LoadOptions, Scorer } from './engine.ts';
import type { RowFailure } from './operations.ts';

/** What all parts of a batch have in common. Plain data, as are parts and their results: workers get copies. */
export interface BatchSettings extends LoadOptions {
  readonly model: string;
  readonly input: { readonly format: RecordFormat; readonly csv: CsvOptions; readonly schema: StructType };
  /** Columns that come after those of the files, or in place of those of the same name. */
  readonly partitions: StructType;
  readonly output: OutputForm & { readonly format: RecordFormat; readonly csv: CsvOptions };
  readonly columns: readonly string[] | undefined;
  readonly onError: RowFailure;
}

/** A piece of the input that becomes a piece of the output. */
export interface Part {
  readonly index: number;
  readonly path: string;
  /** The rows to read; default all. */
  readonly range: FileRange | undefined;
  /** From where rows may be counted for messages; default the start of the file. */
  readonly mark?: RowMark | undefined;
  /** The values of the partition columns. */
  readonly partition: readonly Value[];
  readonly output: string;
  readonly errors: string;
  /** Whether a CSV file begins with a line of names. */
  readonly header: boolean;
}

export interface PartResult {
  readonly index: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly issues: number;
  /** Of the input, as they were read. */
  readonly bytes: number;
}

/** What was read since the last report. */
export interface PartProgress {
  readonly rows: number;
  readonly bytes: number;
}

/** Told of progress; the part goes on when it resolves. */
export type PartListener = (progress: PartProgress) => void | Promise<void>;

/** Scores one part; rejects with a ScoringError. */
export type ScorePart = (part: Part, onProgress: PartListener) => Promise<PartResult>;

/** Workers that score parts, each one part at a time. */
export interface Crew {
  /** Tells what all parts have in common, once, before the first of them. */
  begin(settings: BatchSettings, scorer: Scorer): void;
  readonly scorePart: ScorePart;
  /** Ends them at once, whatever they do. */
  close(): Promise<void>;
}

/** A failure as plain data, for the way between workers. */
export interface PlainFailure {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly where: Where;
  readonly condition: string | undefined;
}

export function toPlainFailure({ code, detail, where, condition }: ScoringError): PlainFailure {
  return { code, detail, where, condition };
}

export function fromPlainFailure({ code, detail, where, condition }: PlainFailure): ScoringError {
  return new ScoringError(code, detail, where, { condition });
}

/** The columns of a file and those of its folders: as Spark has it, a folder's column wins and keeps the place. */
export function joinPartitions(file: StructType, partitions: StructType): StructType {
  const byName = new Map(partitions.fields.map((field) => [field.name, field]));
  const own = new Set(file.fields.map(({ name }) => name));
  return {
    type: 'struct',
    fields: [
      ...file.fields.map((field) => byName.get(field.name) ?? field),
      ...partitions.fields.filter(({ name }) => !own.has(name)),
    ],
  };
}

/** As partitionJoiner, for columns. */
export function columnJoiner(
  file: StructType,
  partitions: StructType,
  values: readonly Value[],
): (batch: ColumnBatch) => ColumnBatch {
  if (values.length === 0) return (batch) => batch;
  const { fields } = joinPartitions(file, partitions);
  const known = new Map(partitions.fields.map(({ name }, k) => [name, values[k] as Value]));
  return ({ columns, length }) => ({
    length,
    columns: fields.map(({ name, type }, k) => {
      const value = known.get(name);
      return value === undefined ? (columns[k] as ColumnData) : columnOf(type, length, () => value);
    }),
  });
}

/** What makes a row of a file one of the joined columns. */
export function partitionJoiner(file: StructType, partitions: StructType, values: readonly Value[]): (row: Row) => Row {
  if (values.length === 0) return (row) => row;
  const places = joinPartitions(file, partitions).fields.map(({ name }) => name);
  const writes = partitions.fields.map(({ name }, k) => ({ place: places.indexOf(name), value: values[k] as Value }));
  return (row) => {
    for (const { place, value } of writes) row[place] = value;
    return row;
  };
}
