import {
  describeJson,
  formatSchemaJson,
  isObject,
  listNames,
  type PlainRow,
  parseJson,
  parseSchema,
  ScoringError,
  type StructType,
  type Zone,
} from '@tinderbox/scoring';
import type { ReaderOptions, RecordReader, RecordWriter, Target, WriterOptions } from '../records/records.ts';
import { withoutFile } from './body-error.ts';
import type {
  Conversion,
  FileInput,
  JobIssue,
  JobOutcome,
  JobRequest,
  JobRun,
  JobTask,
  JobWork,
  ModelName,
} from './jobs.ts';
import type { Operations } from './operations.ts';
import { createPlainRows } from './plain-values.ts';
import { readRecordList } from './record-list.ts';
import type { ServedModel, Serving } from './serving.ts';

export interface JobWorkPorts {
  readonly serving: Serving;
  batch: Operations['batch'];
  openReader(options: ReaderOptions): Promise<RecordReader>;
  openWriter(options: WriterOptions): Promise<RecordWriter>;
  readFile(path: string): Promise<Uint8Array>;
  /** Of timestamps that name none. */
  readonly zone: Zone;
  createFile(path: string): Exclude<Target, string>;
  /** The real paths of what a caller names. Throw FILE_DENIED, FILE_NOT_FOUND. */
  readonly roots: { readable(path: string): Promise<string>; writable(path: string): Promise<string> };
}

/** Scored at once; between two such lists the work can be stopped. */
const CHUNK_ROWS = 2048;
const FIRST_ISSUES = 100;

/** Scores the rows that come with a job through a served model, and files by the operation `batch`. */
export function createJobWork(ports: JobWorkPorts): JobWork {
  return {
    check: (request) => check(ports, request),
    models: () => namesOfModels(ports.serving),
    run: (task, run) => {
      const { input } = task;
      return input.kind === 'files' ? scoreFiles(ports, task, input, run) : scoreBody(ports, task, run);
    },
    convert: (conversion) => convert(ports, conversion),
  };
}

function namesOfModels(serving: Serving): readonly ModelName[] {
  const versions = serving.models().map(({ name, version }) => ({ model: name, version }));
  const names = new Set(versions.map(({ model }) => model));
  const aliases = [...names].flatMap((model) =>
    ['latest', ...Object.keys(serving.aliases?.(model) ?? {})].map((version) => ({ model, version })),
  );
  return [...versions, ...aliases];
}

async function check({ serving, roots }: JobWorkPorts, request: JobRequest): Promise<string | undefined> {
  const { input, body, columns } = request;
  const model = serving.model(request.model, request.version);
  if (columns !== undefined && input.kind !== 'files') model.scorer(columns);
  if (input.kind === 'records') parseRecords(body, model);
  if (input.kind !== 'files') return undefined;
  await roots.readable(input.path);
  return roots.writable(input.output.path);
}

/** The records of a body of JSON. Throws INPUT_FORMAT. */
function parseRecords(body: Uint8Array, { input }: ServedModel): readonly PlainRow[] {
  const { rows } = readRecordList(parseJson(new TextDecoder().decode(body)), new Set(namesOf(input)));
  rows.forEach((row, index) => {
    if (isObject(row)) return;
    throw new ScoringError('INPUT_FORMAT', `expected a JSON object, got ${describeJson(row)}`, { row: index + 1 });
  });
  return rows;
}

/** The rows of a job, in lists, and how far they have been read. */
interface Rows {
  lists(): AsyncIterable<readonly PlainRow[]>;
  progress(): { readonly bytes?: number; readonly totalBytes?: number };
  close(): Promise<void>;
}

async function scoreBody(ports: JobWorkPorts, task: JobTask, run: JobRun): Promise<JobOutcome> {
  const model = ports.serving.model(task.model, task.version);
  const schema = task.columns === undefined ? model.output : model.scorer(task.columns).output;
  try {
    const rows = await openRows(ports, task, { model, path: run.input });
    try {
      const writer = await ports.openWriter({ format: 'json', target: run.output, schema, zone: ports.zone });
      return await new BodyRun({ model, task, run, schema, writer }).transfer(rows);
    } finally {
      await rows.close();
    }
  } catch (error) {
    throw withoutFile(error);
  }
}

interface Body {
  readonly model: ServedModel;
  readonly path: string;
}

async function openRows(ports: JobWorkPorts, { input, missing }: JobTask, { model, path }: Body): Promise<Rows> {
  if (input.kind !== 'table') {
    const records = parseRecords(await ports.readFile(path), model);
    return { lists: () => inLists([records]), progress: () => ({}), close: async () => {} };
  }
  const reader = await ports.openReader({
    format: input.format,
    source: path,
    expected: model.input,
    zone: ports.zone,
  });
  if (missing !== 'null') requireColumns(namesOf(model.input), namesOf(reader.schema));
  const toPlain = createPlainRows(reader.schema);
  return {
    lists: () => inLists(reader.batches(), (row) => toPlain(row)),
    progress: reader.progress,
    close: () => reader.close(),
  };
}

function namesOf({ fields }: StructType): readonly string[] {
  return fields.map(({ name }) => name);
}

function requireColumns(wanted: readonly string[], have: readonly string[]): void {
  const column = wanted.find((name) => !have.includes(name));
  if (column === undefined) return;
  const detail = `expected this column, got a row without it (have: ${listNames(have)})`;
  throw new ScoringError('INPUT_COLUMN_MISSING', detail, { column });
}

async function* inLists<T>(
  batches: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  convert: (row: T) => PlainRow = (row) => row as PlainRow,
): AsyncGenerator<readonly PlainRow[], void, void> {
  for await (const batch of batches) {
    for (let at = 0; at < batch.length; at += CHUNK_ROWS) yield batch.slice(at, at + CHUNK_ROWS).map(convert);
  }
}

interface BodyRunOptions {
  readonly model: ServedModel;
  readonly task: JobTask;
  readonly run: JobRun;
  readonly schema: StructType;
  readonly writer: RecordWriter;
}

/** One pass over the rows that came with a job. */
class BodyRun {
  readonly #options: BodyRunOptions;
  #read = 0;
  #written = 0;
  #issues = 0;
  readonly #firstIssues: JobIssue[] = [];

  constructor(options: BodyRunOptions) {
    this.#options = options;
  }

  async transfer(rows: Rows): Promise<JobOutcome> {
    const { model, schema, run, writer } = this.#options;
    try {
      for await (const list of rows.lists()) {
        await this.#score(list);
        run.onProgress({ rows: this.#read, ...rows.progress() });
      }
      await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
    const counts = { rowsRead: this.#read, rowsWritten: this.#written, issues: this.#issues };
    return { version: model.version, ...counts, firstIssues: this.#firstIssues, schema: formatSchemaJson(schema) };
  }

  async #score(list: readonly PlainRow[]): Promise<void> {
    const { model, task, run, schema, writer } = this.#options;
    const { columns } = task;
    const { signal } = run;
    if (signal.aborted) throw new ScoringError('CANCELED', 'expected to finish, got a signal to stop');
    const lacking = this.#lacking(list);
    const { rows, issues } = await model.score(list, { columns, signal, onError: 'report' });
    const bad = new Map([...issues.map(({ index, error }) => [index, error] as const), ...lacking]);
    for (const [index, error] of [...bad].sort(([a], [b]) => a - b)) this.#note(this.#read + index + 1, error);
    const scored = rows.filter((row, index): row is Record<string, unknown> => row !== undefined && !bad.has(index));
    await writer.write(scored.map((row) => schema.fields.map(({ name }) => row[name])));
    this.#read += list.length;
    this.#written += scored.length;
  }

  /** The records that lack a column; the rows of a table all have those of the table. */
  #lacking(list: readonly PlainRow[]): ReadonlyMap<number, ScoringError> {
    const { model, task } = this.#options;
    const lacking = new Map<number, ScoringError>();
    if (task.input.kind === 'table' || task.missing === 'null') return lacking;
    const wanted = namesOf(model.input);
    list.forEach((row, index) => {
      if (wanted.every((name) => Object.hasOwn(row, name))) return;
      try {
        requireColumns(wanted, Object.keys(row));
      } catch (error) {
        lacking.set(index, error as ScoringError);
      }
    });
    return lacking;
  }

  #note(row: number, { code, detail, where, cause, condition }: ScoringError): void {
    const error = new ScoringError(code, detail, { ...where, row }, { cause, condition });
    if (this.#options.task.onError !== 'report') throw error;
    this.#issues++;
    if (this.#firstIssues.length < FIRST_ISSUES) this.#firstIssues.push({ row, code, message: error.message });
  }
}

async function scoreFiles(ports: JobWorkPorts, task: JobTask, input: FileInput, run: JobRun): Promise<JobOutcome> {
  const model = ports.serving.model(task.model, task.version);
  const [source, target] = [await ports.roots.readable(input.path), await ports.roots.writable(input.output.path)];
  const { kind, format, mode = 'error' } = input.output;
  const request = {
    model: model.path,
    input: { source, format: input.format },
    output: { target, kind, format },
    columns: task.columns,
    onError: task.onError === 'report' ? ('side-file' as const) : ('fail' as const),
    signal: run.signal,
    onProgress: run.onProgress,
  };
  const anew = () => ports.batch({ ...request, mode: run.attempt > 1 ? 'overwrite' : mode, resume: false });
  // What stands there after an attempt that died may be its output: its end was not noted.
  const { rowsRead, rowsWritten, issues } =
    run.attempt === 1
      ? await anew()
      : await ports.batch({ ...request, mode: 'overwrite', resume: true }).catch(onlyIf('FILE_EXISTS', anew));
  return { version: model.version, rowsRead, rowsWritten, issues, firstIssues: [], schema: undefined };
}

/** The parts that an attempt left may be of files or a model that have changed since. */
function onlyIf<T>(code: string, work: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof ScoringError && error.code === code) return work();
    throw error;
  };
}

async function convert(ports: JobWorkPorts, { input, schema, form, output }: Conversion): Promise<void> {
  const rows = parseSchema(schema);
  const reader = await ports.openReader({ format: 'json', source: input, schema: rows, zone: ports.zone });
  const stream = form === 'arrow-stream' ? ports.createFile(output) : undefined;
  const format = form === 'arrow-stream' ? 'arrow' : form;
  try {
    const writer = await ports.openWriter({ format, target: stream ?? output, schema: rows, zone: ports.zone });
    try {
      for await (const batch of reader.batches()) await writer.write(batch);
      await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
    if (stream !== undefined) await new Promise<void>((resolve) => stream.end(() => resolve()));
  } finally {
    stream?.destroy();
    await reader.close();
  }
}
