/** Rows of Parquet files, one row group in memory at a time. */
import { type FileHandle, open } from 'node:fs/promises';
import {
  type ByteSource,
  createField,
  locate,
  openParquet,
  type ParquetFile,
  type Row,
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
import type { OpenSource, SourcePart } from './source.ts';
import { recogniseVectors } from './vector-shape.ts';
import { readWhole } from './whole-source.ts';

const BATCH_ROWS = 4096;

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
  types: { readonly schema?: StructType },
): Promise<RecordReader> {
  const [firstPart, ...rest] = source.parts as [SourcePart, ...SourcePart[]];
  const first = await openPart(firstPart, source);
  let current = first;
  if (types.schema !== undefined) checkSchema(types.schema, first.schema, source.name);
  return {
    schema: first.schema,
    progress: source.progress,
    async *batches() {
      let before = 0;
      yield* readRows(first, 0);
      before += first.file.rowCount;
      for (const part of rest) {
        await current.close();
        current = await openPart(part, source);
        sameSchema(first.schema, current.schema, part.name);
        yield* readRows(current, before);
        before += current.file.rowCount;
      }
    },
    close: () => current.close(),
  };
}

async function openPart(part: SourcePart, source: OpenSource): Promise<OpenPart> {
  const { bytes, close } = await byteSource(part, source.count);
  try {
    const file = await openParquet(bytes, { damaged: 'INPUT_FORMAT', tooLarge: 'INPUT_LIMIT' });
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
  const handle = await open(path).catch((cause: unknown) => {
    throw fileError(cause, path);
  });
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    count(end - start);
    return readAt(handle, { path, start, end });
  };
  return { bytes: { name, size, read }, close: () => handle.close() };
}

interface Range {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

async function readAt(handle: FileHandle, { path, start, end }: Range): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done).catch((cause: unknown) => {
      throw fileError(cause, path);
    });
    if (bytesRead === 0)
      throw new ScoringError('INPUT_FORMAT', 'expected more bytes, got the end of a file that shrank');
    done += bytesRead;
  }
  return bytes;
}

/** `before` is how many rows other files gave, for messages. */
async function* readRows({ file, schema }: OpenPart, before: number): AsyncGenerator<Row[], void, void> {
  let row = before;
  for (let group = 0; group < file.rowGroups.length; group++) {
    const columns = await file.readColumns(group);
    for (let start = 0; start < columns.length; start += BATCH_ROWS) {
      const end = Math.min(start + BATCH_ROWS, columns.length);
      const rows: Row[] = [];
      for (let at = start; at < end; at++) rows.push(rowAt(columns, schema, { file: file.name, at, row: ++row }));
      yield rows;
    }
  }
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
