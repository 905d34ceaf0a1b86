/** Rows of Parquet files, one row group in memory at a time. */
import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import {
  type ByteSource,
  type ColumnBatch,
  columnDataOf,
  createField,
  locate,
  openParquet,
  type ParquetFile,
  type Row,
  type RowRange,
  ScoringError,
  type StructColumn,
  type StructType,
  sparkSchemaOf,
  structType,
  valueAt,
} from '@tinderbox/scoring';
import { fileError } from './file-error.ts';
import type { RecordReader } from './records.ts';
import { checkSchema, sameSchema } from './schema-check.ts';
import { type OpenSource, openSource, type SourcePart } from './source.ts';
import { recogniseVectors } from './vector-shape.ts';
import { readWhole } from './whole-source.ts';

/** Rows of a batch: longer ones outlive the young generation of the collector. */
const BATCH_ROWS = 4096;
const OPTIONS = { damaged: 'INPUT_FORMAT', tooLarge: 'INPUT_LIMIT', crc32 } as const;

interface OpenPart {
  readonly file: ParquetFile;
  readonly schema: StructType;
  close(): Promise<void>;
}

/**
 * Columns and types are those that Spark finds in the first file: its own schema from the footer, else Parquet's. A
 * struct in the shape of VectorUDT is a vector even without Spark's schema. Throws INPUT_COLUMN_MISSING or
 * INPUT_COLUMN_TYPE where `schema` is given and does not agree, INPUT_FORMAT for damaged files.
 */
export async function openParquetRecords(
  source: OpenSource,
  types: { readonly schema?: StructType; readonly range?: RowRange | undefined },
): Promise<RecordReader> {
  const [firstPart, ...rest] = source.parts as [SourcePart, ...SourcePart[]];
  const first = await openPart(firstPart, source);
  let current = first;
  if (types.schema !== undefined) checkSchema(types.schema, first.schema, source.name);
  async function* eachPart<T>(read: (place: PartPlace) => AsyncIterable<T>): AsyncGenerator<T, void, void> {
    yield* read({ part: first, before: 0 });
    let before = first.file.rowCount;
    for (const part of rest) {
      await current.close();
      current = await openPart(part, source);
      sameSchema(first.schema, current.schema, part.name);
      yield* read({ part: current, before });
      before += current.file.rowCount;
    }
  }
  return {
    schema: first.schema,
    progress: source.progress,
    batches: () => eachPart(({ part, before }) => readRows(part, before, types.range)),
    columns: (most) => eachPart(({ part }) => readColumns(part, types.range, most)),
    rowsBefore: async () => (types.range === undefined ? 0 : firstRowOf(first.file, types.range)),
    close: () => current.close(),
  };
}

/** Spark's pages hold so many rows at most: cuts between them cost nothing. */
const PAGE_ROWS = 20_000;

/**
 * The rows of a file in about so many ranges, in order, none over two row groups; undefined for a file that is to be read
 * whole. Throws as openParquetRecords does.
 */
export async function splitParquet(path: string, pieces: number): Promise<readonly RowRange[] | undefined> {
  const source = await openSource(path);
  const { file, close } = await openPart(source.parts[0] as SourcePart, source);
  await close();
  const step = Math.ceil(file.rowCount / pieces / PAGE_ROWS) * PAGE_ROWS;
  if (file.rowCount <= step) return undefined;
  return file.rowGroups.flatMap(({ rowCount }, rowGroup) =>
    Array.from({ length: Math.ceil(rowCount / step) }, (_, k) => ({
      rowGroup,
      start: k * step,
      end: Math.min(rowCount, (k + 1) * step),
    })),
  );
}

interface PartPlace {
  readonly part: OpenPart;
  /** How many rows other files gave, for messages. */
  readonly before: number;
}

async function openPart(part: SourcePart, source: OpenSource): Promise<OpenPart> {
  const { bytes, close } = await byteSource(part, source.count);
  try {
    const file = await openParquet(bytes, OPTIONS);
    const schema = sparkSchemaOf(file);
    const fields = schema.fields.map(({ name, type, metadata }) =>
      createField(name, recogniseVectors(type), true, metadata),
    );
    return { file, schema: structType(fields), close };
  } catch (error) {
    await close();
    throw locate(error, { file: part.name });
  }
}

async function byteSource(
  part: SourcePart,
  count: (bytes: number) => void,
): Promise<{ readonly bytes: ByteSource; close(): Promise<void> }> {
  const { name, path, size } = part;
  if (path === undefined || size === undefined) {
    const whole = await readWhole(part);
    const read = async (start: number, end: number) => whole.subarray(start, end);
    return { bytes: { name, size: whole.length, read }, close: async () => {} };
  }
  const descriptor = openNow(path);
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    count(end - start);
    return readNow(descriptor, { path, start, end });
  };
  return { bytes: { name, size, read }, close: async () => closeSync(descriptor) };
}

interface Stretch {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

function openNow(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw fileError(cause, path);
  }
}

/** At once: thousands of pages take longer to be handed between threads than to be read. */
function readNow(descriptor: number, { path, start, end }: Stretch): Uint8Array {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const bytesRead = readSome(descriptor, { path, bytes, done, at: start + done });
    if (bytesRead === 0)
      throw new ScoringError('INPUT_FORMAT', 'expected more bytes, got the end of a file that shrank');
    done += bytesRead;
  }
  return bytes;
}

interface Gap {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly done: number;
  readonly at: number;
}

function readSome(descriptor: number, { path, bytes, done, at }: Gap): number {
  try {
    return readSync(descriptor, bytes, done, bytes.length - done, at);
  } catch (cause) {
    throw fileError(cause, path);
  }
}

/** The columns of a range of rows, or of all; the file's own arrays where they hold the values of the types. */
async function* readColumns(
  { file, schema }: OpenPart,
  range?: RowRange,
  most?: number,
): AsyncGenerator<ColumnBatch, void, void> {
  for await (const { length, fields } of readGroups(file, range, most)) {
    const columns = schema.fields.map(({ type }, k) =>
      columnDataOf((fields[k] as StructColumn['fields'][number]).column, type),
    );
    yield { length, columns };
  }
}

async function* readGroups(
  file: ParquetFile,
  range?: RowRange,
  most?: number,
): AsyncGenerator<StructColumn, void, void> {
  if (range !== undefined) return yield* file.readRows(range, most);
  for (const [rowGroup, { rowCount }] of file.rowGroups.entries()) {
    yield* file.readRows({ rowGroup, start: 0, end: rowCount }, most);
  }
}

/** `before` is how many rows other files gave, for messages. */
async function* readRows(
  { file, schema }: OpenPart,
  before: number,
  range?: RowRange,
): AsyncGenerator<Row[], void, void> {
  let row = before + (range === undefined ? 0 : firstRowOf(file, range));
  for await (const columns of readGroups(file, range)) {
    for (let start = 0; start < columns.length; start += BATCH_ROWS) {
      const end = Math.min(start + BATCH_ROWS, columns.length);
      const rows: Row[] = [];
      for (let at = start; at < end; at++) rows.push(rowAt(columns, schema, { file: file.name, at, row: ++row }));
      yield rows;
    }
  }
}

/** How many rows of the file stand before a range. */
function firstRowOf(file: ParquetFile, { rowGroup, start }: RowRange): number {
  return file.rowGroups.slice(0, rowGroup).reduce((sum, { rowCount }) => sum + rowCount, start);
}

interface Place {
  readonly file: string;
  readonly at: number;
  readonly row: number;
}

function rowAt(columns: StructColumn, schema: StructType, { file, at, row }: Place): Row {
  const result: Row = new Array(schema.fields.length);
  let k = 0;
  try {
    for (; k < result.length; k++) {
      const field = columns.fields[k];
      result[k] = field === undefined ? null : valueAt(field.column, at, schema.fields[k]?.type);
    }
  } catch (error) {
    throw locate(error, { file, column: schema.fields[k]?.name ?? '', row });
  }
  return result;
}
