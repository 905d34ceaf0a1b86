/** Rows of Arrow IPC files and streams, one record batch in memory at a time. */
import { type Field, locate, type Row, ScoringError, type StructType } from '@tinderbox/scoring';
import * as flechette from '@uwdata/flechette';
import { type ArrowBatch, type Cells, createCells } from './arrow-cells.ts';
import { type ArrowMessage, readMessages } from './arrow-messages.ts';
import { countRowsBefore, readHeads } from './arrow-places.ts';
import { sparkSchemaOfArrow } from './arrow-types.ts';
import type { RecordReader } from './records.ts';
import { numberedInFile } from './rows-before.ts';
import { checkSchema, sameSchema } from './schema-check.ts';
import type { OpenSource, SourcePart } from './source.ts';

const BATCH_ROWS = 4096;

/**
 * Types are Spark's for Arrow's; a struct in the shape of VectorUDT is a vector. Throws INPUT_COLUMN_MISSING or
 * INPUT_COLUMN_TYPE where `schema` is given and does not agree, FORMAT_UNSUPPORTED for compressed buffers and types
 * that Spark lacks, INPUT_FORMAT for damaged bytes.
 */
export async function openArrow(source: OpenSource, types: { readonly schema?: StructType }): Promise<RecordReader> {
  const [firstPart, ...rest] = source.parts as [SourcePart, ...SourcePart[]];
  const { path = '', start } = firstPart;
  const rowsBefore = start === 0 ? undefined : () => countRowsBefore(path, start);
  let current = await openPart(firstPart);
  const { schema } = current;
  if (types.schema !== undefined) checkSchema(types.schema, schema, source.name);
  return {
    schema,
    progress: source.progress,
    async *batches() {
      let row = 0;
      for (const part of [undefined, ...rest]) {
        if (part !== undefined) {
          current = await openPart(part);
          sameSchema(schema, current.schema, part.name);
        }
        try {
          for await (const rows of readRows(current, schema)) yield rows.map((read) => read(++row));
        } catch (error) {
          throw locate(await numberedInFile(error, rowsBefore), { file: current.name });
        }
      }
    },
    ...(rowsBefore === undefined ? {} : { rowsBefore }),
    close: async () => {
      await current.messages.return();
    },
  };
}

interface OpenPart {
  readonly name: string;
  readonly schema: StructType;
  /** The schema message, needed to read any other. */
  readonly head: Uint8Array;
  readonly messages: AsyncGenerator<ArrowMessage, void, void>;
}

async function openPart(part: SourcePart): Promise<OpenPart> {
  const messages = messagesOf(part);
  try {
    const first = await messages.next();
    if (first.done || first.value.kind !== 'schema') {
      throw new ScoringError('INPUT_FORMAT', 'expected Arrow IPC that begins with a schema, got other bytes');
    }
    const head = first.value.bytes;
    const { fields } = guarded(() => flechette.tableFromIPC([head])).schema;
    return { name: part.name, schema: sparkSchemaOfArrow(fields, part.name), head, messages };
  } catch (error) {
    await messages.return();
    throw locate(error, { file: part.name });
  }
}

/** Those of a part; from the middle of a file, with what they need from before. */
async function* messagesOf(part: SourcePart): AsyncGenerator<ArrowMessage, void, void> {
  if (part.start > 0) yield* await readHeads(part.path ?? '', part.start);
  yield* readMessages(part);
}

type RowReader = (row: number) => Row;

async function* readRows(part: OpenPart, schema: StructType): AsyncGenerator<RowReader[], void, void> {
  const dictionaries: Uint8Array[] = [];
  for await (const message of part.messages) {
    if (message.kind === 'dictionary') dictionaries.push(message.bytes);
    if (message.kind !== 'batch') continue;
    const table = guarded(() => flechette.tableFromIPC([part.head, ...dictionaries, message.bytes]));
    const columns = table.children.flatMap((column) => column.data as unknown as readonly ArrowBatch[]);
    if (columns.length !== schema.fields.length)
      throw new ScoringError('INPUT_FORMAT', 'expected a batch, got an empty one');
    yield* cutRows(columns, schema, part.name);
  }
}

function* cutRows(
  columns: readonly ArrowBatch[],
  schema: StructType,
  file: string,
): Generator<RowReader[], void, void> {
  const length = columns[0]?.length ?? 0;
  const cells = columns.map((batch, k) => {
    const { name, type } = schema.fields[k] as Field;
    try {
      if (batch.length === length) return createCells(batch, type);
      throw new ScoringError('INPUT_FORMAT', `expected ${length} values, got ${batch.length}`);
    } catch (error) {
      throw locate(error, { file, column: name });
    }
  });
  for (let start = 0; start < length; start += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, length - start);
    yield Array.from({ length: count }, (_, k) => (row) => readRow(cells, start + k, { schema, file, row }));
  }
}

interface Place {
  readonly schema: StructType;
  readonly file: string;
  readonly row: number;
}

function readRow(cells: readonly Cells[], index: number, { schema, file, row }: Place): Row {
  const result: Row = new Array(cells.length);
  let k = 0;
  try {
    for (; k < result.length; k++) result[k] = (cells[k] as Cells)(index);
  } catch (error) {
    throw locate(error, { file, column: (schema.fields[k] as Field).name, row });
  }
  return result;
}

/** flechette's failures, which are errors of every kind, as ours. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ScoringError('INPUT_FORMAT', 'expected Arrow IPC, got damaged metadata', {}, { cause });
  }
}
