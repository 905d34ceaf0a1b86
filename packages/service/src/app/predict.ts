import {
  type Artifact,
  locate,
  parseSchema,
  type Row,
  requireTimeZone,
  type ScoringError,
  structType,
  type Zone,
} from '@tinderbox/scoring';
import type { ReaderOptions, RecordReader, RecordWriter, WriterOptions } from '../records/records.ts';
import type { Engine, LoadedModel, Scored, Scorer } from './engine.ts';
import type { PredictRequest, PredictResult } from './operations.ts';
import { untilStopped } from './until-stopped.ts';

export interface PredictPorts {
  readonly engine: Engine;
  openModel(path: string): Promise<Artifact>;
  openReader(options: ReaderOptions): Promise<RecordReader>;
  openWriter(options: WriterOptions): Promise<RecordWriter>;
}

/**
 * Streams rows from a source through a model to a target, a batch at a time. The target appears whole or not at all:
 * on any failure, and when the signal fires, the writer is aborted.
 */
export async function predict(ports: PredictPorts, request: PredictRequest): Promise<PredictResult> {
  const { semantics, sums, timeZone } = request;
  const zone = requireTimeZone(timeZone ?? 'UTC');
  const model = await ports.engine.load(await ports.openModel(request.model), { semantics, sums, timeZone });
  const reader = await untilStopped(ports.openReader(readerOptions(model, request, zone)), request.signal);
  try {
    const scorer = await model.prepare(reader.schema, request.columns);
    const writer = await ports.openWriter({ ...request.output, schema: scorer.output, zone, ...csvOf(request) });
    return await transfer(new Transfer(reader, writer, request), scorer);
  } finally {
    await reader.close();
  }
}

function csvOf({ csv }: PredictRequest) {
  return csv === undefined ? {} : { csv };
}

function readerOptions(model: LoadedModel, request: PredictRequest, zone: Zone): ReaderOptions {
  const { source, format } = request.input;
  const { required, optional } = model.input;
  const schema = request.schema === undefined ? {} : { schema: parseSchema(request.schema) };
  return { source, format, expected: structType([...required, ...optional]), ...schema, zone, ...csvOf(request) };
}

async function transfer(run: Transfer, scorer: Scorer): Promise<PredictResult> {
  try {
    for await (const batch of run.batches()) await run.write(await scorer.score(batch), batch.length);
    await run.writer.finish();
    return run.result();
  } catch (error) {
    await run.writer.abort();
    throw error;
  }
}

/** Counts and limits of one run. */
class Transfer {
  readonly reader: RecordReader;
  readonly writer: RecordWriter;
  readonly #request: PredictRequest;
  #read = 0;
  #written = 0;
  #issues = 0;

  constructor(reader: RecordReader, writer: RecordWriter, request: PredictRequest) {
    this.reader = reader;
    this.writer = writer;
    this.#request = request;
  }

  async *batches(): AsyncGenerator<readonly Row[], void, undefined> {
    const { limit = Number.POSITIVE_INFINITY } = this.#request;
    const batches = this.reader.batches()[Symbol.asyncIterator]();
    while (this.#read < limit) {
      const { done, value: batch } = await untilStopped(batches.next(), this.#request.signal);
      if (done) return;
      yield batch.length > limit - this.#read ? batch.slice(0, limit - this.#read) : batch;
    }
  }

  async write(scored: Scored, rowsRead: number): Promise<void> {
    for (const { index, error } of scored.issues) this.#report(this.#read + index + 1, error);
    const rows = scored.rows.filter((row) => row !== undefined);
    await this.writer.write(rows);
    this.#read += rowsRead;
    this.#written += rows.length;
    this.#request.onProgress?.({ rows: this.#read, ...this.reader.progress() });
  }

  result(): PredictResult {
    return { rowsRead: this.#read, rowsWritten: this.#written, issues: this.#issues };
  }

  #report(row: number, error: ScoringError): void {
    if (this.#request.onError === 'fail') throw locate(error, { row });
    this.#issues++;
    const { stage, column } = error.where;
    const place = { ...(stage === undefined ? {} : { stage }), ...(column === undefined ? {} : { column }) };
    this.#request.onIssue?.({ row, ...place, code: error.code, message: error.detail });
  }
}
