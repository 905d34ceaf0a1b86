import {
  arrayOf,
  type ColumnBatch,
  createField,
  locate,
  type Row,
  requireTimeZone,
  type ScoredColumns,
  type ScoringError,
  type StructType,
  structType,
} from '@tinderbox/scoring';
import type { RecordReader, RecordWriter } from '../records/records.ts';
import { sameSchema } from '../records/schema-check.ts';
import type { Scorer } from './engine.ts';
import {
  type BatchSettings,
  columnJoiner,
  joinPartitions,
  type Part,
  type PartListener,
  type PartResult,
  partitionJoiner,
  type ScorePart,
} from './part.ts';
import type { PredictPorts } from './predict.ts';

/** Vectors and the like are held for so many rows at once. */
const WIDE_ROWS = 2048;

/** Scores parts one after the other. Where there is no scorer, every part fails as that did. */
export function createPartScorer(ports: PredictPorts, settings: BatchSettings, scorer: Promise<Scorer>): ScorePart {
  scorer.catch(() => undefined);
  return async (part, onProgress) => new PartRun({ ports, settings, part, scorer: await scorer, onProgress }).run();
}

/** The scorer of a batch: over the columns of its files and of their folders. */
export async function prepareScorer({ engine, openModel }: PredictPorts, settings: BatchSettings): Promise<Scorer> {
  const { semantics, sums, timeZone, columns } = settings;
  const model = await engine.load(await openModel(settings.model), { semantics, sums, timeZone });
  return model.prepare(joinPartitions(settings.input.schema, settings.partitions), columns);
}

interface PartJob {
  readonly ports: PredictPorts;
  readonly settings: BatchSettings;
  readonly part: Part;
  readonly scorer: Scorer;
  readonly onProgress: PartListener;
}

/** One pass over one part, row by row. */
class PartRun {
  readonly #job: PartJob;
  #read = 0;
  #written = 0;
  #issues = 0;
  #bytes = 0;
  #errors: RecordWriter | undefined;
  #before: number | undefined;

  constructor(job: PartJob) {
    this.#job = job;
  }

  async run(): Promise<PartResult> {
    const { ports, settings, part, scorer } = this.#job;
    const { format, csv, schema } = settings.input;
    const zone = requireTimeZone(settings.timeZone ?? 'UTC');
    const reader = await ports.openReader({
      source: part.path,
      format,
      csv,
      schema,
      zone,
      range: part.range,
      mark: part.mark,
    });
    try {
      sameSchema(schema, reader.schema, part.path);
      const output = { ...settings.output, csv: { ...settings.output.csv, header: part.header } };
      const writer = await ports.openWriter({ ...output, target: part.output, schema: scorer.output, zone });
      await this.#transfer(reader, writer);
      const { index } = part;
      return { index, rowsRead: this.#read, rowsWritten: this.#written, issues: this.#issues, bytes: this.#bytes };
    } catch (error) {
      throw locate(error, { file: part.path });
    } finally {
      await reader.close();
    }
  }

  async #transfer(reader: RecordReader, writer: RecordWriter): Promise<void> {
    const { scorer } = this.#job;
    try {
      if (reader.columns !== undefined && scorer.scoreColumns !== undefined)
        await this.#transferColumns(reader, writer);
      else await this.#transferRows(reader, writer);
      await writer.finish();
      await this.#errors?.finish();
    } catch (error) {
      await writer.abort();
      await this.#errors?.abort();
      throw error;
    }
  }

  async #transferRows(reader: RecordReader, writer: RecordWriter): Promise<void> {
    const { settings, part, scorer } = this.#job;
    const join = partitionJoiner(settings.input.schema, settings.partitions, part.partition);
    for await (const batch of reader.batches()) {
      const rows = batch.map(join);
      const scored = await scorer.score(rows);
      for (const { index, error } of scored.issues) {
        await this.#handle(error, () => rows[index] as Row, await this.#numberOf(reader, index));
      }
      const kept = scored.rows.filter((row) => row !== undefined);
      await writer.write(kept);
      this.#read += rows.length;
      this.#written += kept.length;
      await this.#report(rows.length, reader.progress().bytes);
    }
  }

  async #transferColumns(reader: RecordReader, writer: RecordWriter): Promise<void> {
    const { settings, part, scorer } = this.#job;
    const join = columnJoiner(settings.input.schema, settings.partitions, part.partition);
    const isWide = scorer.output.fields.some(({ type }) => arrayOf(type) === undefined);
    for await (const batch of reader.columns?.(isWide ? WIDE_ROWS : undefined) ?? []) {
      const columns = join(batch);
      const scored = scorer.scoreColumns?.(columns) as ScoredColumns;
      for (const { index, error } of scored.issues) {
        const row = () => columns.columns.map(({ valueAt }) => valueAt(index));
        await this.#handle(error, row, await this.#numberOf(reader, index));
      }
      if (writer.writeColumns !== undefined) await writer.writeColumns(scored);
      else await writer.write(rowsOf(scored));
      this.#read += columns.length;
      this.#written += scored.length;
      await this.#report(columns.length, reader.progress().bytes);
    }
  }

  /** The number in its file of a row of the batch at hand, which is not counted yet. */
  async #numberOf(reader: RecordReader, index: number): Promise<number> {
    this.#before ??= (await reader.rowsBefore?.()) ?? 0;
    return this.#before + this.#read + index + 1;
  }

  async #report(rows: number, bytes: number): Promise<void> {
    const more = bytes - this.#bytes;
    this.#bytes = bytes;
    await this.#job.onProgress({ rows, bytes: more });
  }

  async #handle(error: ScoringError, rowOf: () => Row, number: number): Promise<void> {
    const { settings, part, ports, scorer } = this.#job;
    if (settings.onError === 'fail') throw locate(error, { row: number });
    this.#issues++;
    if (settings.onError === 'skip') return;
    this.#errors ??= await ports.openWriter({ format: 'json', target: part.errors, schema: errorSchema(scorer.input) });
    const row = rowOf();
    const { stage = null, column = null } = error.where;
    const fields = scorer.input.fields.map(({ name }, k) => [name, row[k] ?? null] as const);
    const input = Object.fromEntries(fields);
    await this.#errors.write([[part.path, number, error.code, stage, column, error.detail, input]]);
  }
}

function rowsOf({ columns, length }: ColumnBatch): Row[] {
  return Array.from({ length }, (_, i) => columns.map(({ valueAt }) => valueAt(i)));
}

/** The lines of a side file: where a row stood, what is wrong with it, and the row as it was read. */
function errorSchema(input: StructType): StructType {
  const text = (name: string) => createField(name, 'string');
  return structType([
    text('file'),
    createField('row', 'long'),
    text('code'),
    text('stage'),
    text('column'),
    text('message'),
    createField('input', input),
  ]);
}
