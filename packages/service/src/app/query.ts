import { listNames, parseJson, type Query, type Row, ScoringError, structType } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';
import type { QueryRequest, QueryResult, RowFile } from './operations.ts';
import type { PredictPorts } from './predict.ts';
import { untilStopped } from './until-stopped.ts';

/** Rows that are written at a time. */
const BATCH = 1000;

/** Asks a stage of a model and writes the rows of its answer. The target appears whole or not at all. */
export async function query(ports: PredictPorts, request: QueryRequest): Promise<QueryResult> {
  const { semantics, sums, signal } = request;
  const model = await ports.engine.load(await ports.openModel(request.model), { semantics, sums });
  const found = model.query(request.query, request.stage);
  const rows = found.answer(await readGiven(ports, found, request));
  const { target, format } = request.output;
  const csv = request.csv === undefined ? {} : { csv: request.csv };
  const writer = await ports.openWriter({ target, format, schema: found.output, ...csv });
  try {
    let rowsWritten = 0;
    for (const batch of inBatches(rows)) {
      await untilStopped(nextTurn(), signal);
      await writer.write(batch);
      rowsWritten += batch.length;
    }
    await writer.finish();
    return { rowsWritten };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Rows are made without waiting for anything: this lets a signal be heard between batches. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function* inBatches(rows: Iterable<Row>): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function readGiven(ports: PredictPorts, asked: Query, { given, signal }: QueryRequest) {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    values[name] =
      typeof value === 'string'
        ? readText(asked, name, value)
        : await readColumn(ports, asked, { name, rows: value, signal });
  }
  return values;
}

/** JSON where that is what the query takes, else the text itself. */
function readText({ takes }: Query, name: string, text: string): unknown {
  const codec = Object.hasOwn(takes, name) ? takes[name] : undefined;
  try {
    const value = parseJson(text);
    return codec?.parse(value) === undefined ? text : value;
  } catch {
    return text;
  }
}

interface ColumnSource {
  readonly name: string;
  readonly rows: RowFile;
  readonly signal: AbortSignal | undefined;
}

/** The values of the one column that the query takes as a list. */
async function readColumn(ports: PredictPorts, { columns = {} }: Query, { name, rows, signal }: ColumnSource) {
  const field = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (field === undefined) {
    const have = listNames(Object.keys(columns));
    throw new ScoringError(
      'INPUT_VALUE',
      `expected rows for a list of the query, got them for another (have: ${have})`,
    );
  }
  const reader = await untilStopped(ports.openReader({ ...rows, expected: structType([field]) }), signal);
  try {
    return await valuesOf(reader, field.name, signal);
  } finally {
    await reader.close();
  }
}

async function valuesOf(reader: RecordReader, column: string, signal: AbortSignal | undefined): Promise<unknown[]> {
  const place = reader.schema.fields.findIndex(({ name }) => name === column);
  if (place < 0) {
    const have = listNames(reader.schema.fields.map(({ name }) => name));
    throw new ScoringError('INPUT_COLUMN_MISSING', `expected the column of the list, got none (have: ${have})`, {
      column,
    });
  }
  const values: unknown[] = [];
  const batches = reader.batches()[Symbol.asyncIterator]();
  for (;;) {
    const { done, value: batch } = await untilStopped(batches.next(), signal);
    if (done) return values;
    for (const row of batch) values.push(row[place]);
  }
}
