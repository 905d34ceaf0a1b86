import {
  type Artifact,
  type ErrorCode,
  parseSchema,
  requireTimeZone,
  ScoringError,
  type StructType,
  structType,
  type Zone,
} from '@tinderbox/scoring';
import type {
  Dataset,
  Destination,
  DestinationOptions,
  Partitions,
  Piece,
  RecordFormat,
  RecordReader,
  RowMark,
} from '../records/records.ts';
import { BatchProgress } from './batch-progress.ts';
import type { BatchRequest, BatchResult } from './operations.ts';
import type { BatchSettings, Crew, Part, PartResult } from './part.ts';
import type { PredictPorts } from './predict.ts';
import { prepareScorer } from './score-part.ts';
import { untilStopped } from './until-stopped.ts';

export interface BatchPorts extends PredictPorts {
  readonly cores: number;
  openDataset(source: string, format?: RecordFormat): Promise<Dataset>;
  /** Pieces for so many workers, in the order of the files; any pieces once the signal has fired. */
  splitDataset(
    dataset: Dataset,
    options: { readonly workers: number; readonly signal: AbortSignal | undefined },
  ): Promise<readonly Piece[]>;
  inferPartitions(files: Dataset['files'], zone: Zone): Partitions;
  openDestination(options: DestinationOptions): Promise<Destination | undefined>;
  /** May start threads, which the end of the crew ends. */
  openCrew(workers: number): Crew;
  /** Seconds on a clock that only runs forward, and the most memory the process has held. */
  usage(): { readonly seconds: number; readonly peakBytes: number };
}

/**
 * Scores a table of files into another, part by part. The output appears whole or not at all; finished parts of a run
 * that was interrupted are kept for `resume`. Rejects as predict does, and with FILE_EXISTS where the output is there,
 * or where the interrupted run was another.
 */
export async function batch(ports: BatchPorts, request: BatchRequest): Promise<BatchResult> {
  const start = ports.usage().seconds;
  const { source, format } = request.input;
  const dataset = await ports.openDataset(source, format);
  const { csv: _, format: outputFormat = dataset.format, ...output } = request.output;
  const { mode, resume } = request;
  const destination = await ports.openDestination({ ...output, format: outputFormat, mode, resume });
  const done = destination === undefined ? undefined : await scoreAll(ports, request, { dataset, destination });
  const { seconds, peakBytes } = ports.usage();
  return { ...(done ?? NOTHING), ignored: done === undefined, seconds: seconds - start, peakBytes };
}

const NOTHING = { parts: 0, resumed: 0, rowsRead: 0, rowsWritten: 0, issues: 0 };

interface Ends {
  readonly dataset: Dataset;
  readonly destination: Destination;
}

async function scoreAll(ports: BatchPorts, request: BatchRequest, ends: Ends): Promise<typeof NOTHING> {
  const workers = workersFor(request, ends.dataset, ports.cores);
  const crew = ports.openCrew(workers);
  try {
    return await scoreWith({ crew, workers }, ports, { request, ends });
  } finally {
    await crew.close();
  }
}

interface Workers {
  readonly crew: Crew;
  readonly workers: number;
}

async function scoreWith(
  { crew, workers }: Workers,
  ports: BatchPorts,
  { request, ends }: { readonly request: BatchRequest; readonly ends: Ends },
): Promise<typeof NOTHING> {
  const { dataset, destination } = ends;
  const zone = requireTimeZone(request.timeZone ?? 'UTC');
  const artifact = await ports.openModel(request.model);
  const partitions = ports.inferPartitions(dataset.files, zone);
  const settings = await readSettings(ports, request, { artifact, dataset, destination, partitions, zone });
  crew.begin(settings, await prepareScorer(ports, settings));
  const asRead = { ...dataset, csv: settings.input.csv };
  const { signal } = request;
  const pieces = await untilStopped(ports.splitDataset(asRead, { workers, signal }), signal);
  const wanted = { ...planOf(artifact, dataset, settings), pieces };
  const { plan, results } = takeUp(destination, wanted);
  if (destination.journal === undefined) await destination.begin(plan);
  const parts = plan.pieces.map(({ file, range }, index) => ({
    index,
    path: dataset.files[file]?.path ?? '',
    range,
    partition: partitions.values[file] ?? [],
    output: destination.partPath(index),
    errors: destination.errorsPath(index),
    header: settings.output.csv.header !== false && (index === 0 || request.output.kind === 'folder'),
  }));
  const resumed = results.length;
  const open = parts.filter(({ index }) => !results.some((result) => result.index === index));
  const run = { crew, request, ends, parts, workers: Math.max(1, Math.min(workers, open.length)) };
  await scoreParts(run, open, results);
  await destination.commit(parts.length);
  return { ...totalOf(results), parts: parts.length, resumed };
}

/** What a worker was seen to take, its share of the engine included. */
const WORKER_BYTES = 128 * 2 ** 20;

/** Less than this is scored before another thread has started. */
const WORTH_THREADS = 4 * 2 ** 20;

function workersFor(request: BatchRequest, { files }: Dataset, cores: number): number {
  const { workers, memory = Number.POSITIVE_INFINITY } = request;
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const wanted = workers ?? (size < WORTH_THREADS ? 1 : cores);
  return Math.max(1, Math.min(wanted, Math.floor(memory / WORKER_BYTES)));
}

function totalOf(results: readonly PartResult[]) {
  const total = (count: (result: PartResult) => number) => results.reduce((sum, result) => sum + count(result), 0);
  return {
    rowsRead: total(({ rowsRead }) => rowsRead),
    rowsWritten: total(({ rowsWritten }) => rowsWritten),
    issues: total(({ issues }) => issues),
  };
}

interface Found extends Ends {
  readonly artifact: Artifact;
  readonly partitions: Partitions;
  readonly zone: Zone;
}

/** What all parts share; the columns are those of the first file. */
async function readSettings(ports: BatchPorts, request: BatchRequest, found: Found): Promise<BatchSettings> {
  const { model, semantics, sums, timeZone, columns, onError } = request;
  const { artifact, dataset, destination, partitions, zone } = found;
  const csv = { ...dataset.csv, ...request.csv };
  const { output } = request;
  const loaded = await ports.engine.load(artifact, { semantics, sums, timeZone });
  const given = request.schema === undefined ? {} : { schema: parseSchema(request.schema) };
  const expected = structType([...loaded.input.required, ...loaded.input.optional]);
  const [first] = dataset.files;
  const { format } = dataset;
  const reader = await untilStopped(
    ports.openReader({ source: first?.path ?? '', format, csv, ...given, expected, zone }),
    request.signal,
  );
  const schema = await schemaOf(reader);
  return {
    ...{ model, semantics, sums, timeZone, columns, onError },
    input: { format, csv, schema },
    partitions: structType(partitions.fields),
    output: {
      format: output.format ?? format,
      compression: destination.compression,
      vectors: output.vectors,
      csv: { ...csv, ...output.csv, ...request.csv },
    },
  };
}

async function schemaOf(reader: RecordReader): Promise<StructType> {
  await reader.close();
  return reader.schema;
}

/** What an interrupted run must have had in common with this one. */
interface BatchPlan {
  readonly model: string;
  readonly settings: string;
  readonly files: readonly (readonly [path: string, size: number, modified: number])[];
  /** In these the run is cut, whatever the number of workers is now. */
  readonly pieces: readonly Piece[];
}

function planOf(artifact: Artifact, { files }: Dataset, settings: BatchSettings): Omit<BatchPlan, 'pieces'> {
  return {
    model: artifact.root.uid,
    settings: JSON.stringify(settings),
    files: files.map(({ path, size, modified }) => [path, size, modified]),
  };
}

/** The plan to follow, and what an interrupted run has finished of it. Throws FILE_EXISTS where that run was another. */
function takeUp({ journal }: Destination, plan: BatchPlan): { plan: BatchPlan; results: PartResult[] } {
  if (journal === undefined) return { plan, results: [] };
  const left = journal.plan as BatchPlan;
  const refuse = (what: string): never => {
    const code: ErrorCode = 'FILE_EXISTS';
    throw new ScoringError(
      code,
      `expected to resume a run with the same ${what}, got another; start anew without resume`,
    );
  };
  if (left.model !== plan.model) refuse('model');
  if (left.settings !== plan.settings) refuse('columns, formats and options');
  if (JSON.stringify(left.files) !== JSON.stringify(plan.files)) refuse('input files, of the same sizes and times');
  return { plan: left, results: [...(journal.done as readonly PartResult[])] };
}

interface Run {
  readonly crew: Crew;
  readonly request: BatchRequest;
  readonly ends: Ends;
  readonly parts: readonly Part[];
  readonly workers: number;
}

function canceledWith(kept: number): ScoringError {
  const parts = kept === 1 ? 'one finished part is' : `${kept} finished parts are`;
  return new ScoringError('CANCELED', `expected to finish, got a signal to stop: ${parts} kept for resume`);
}

/** How far the rows of a part's file are counted, by the finished parts that come first in it. */
function markBefore(part: Part, parts: readonly Part[], results: readonly PartResult[]): RowMark {
  const done = new Map(results.map(({ index, rowsRead }) => [index, rowsRead]));
  const mark = { byte: 0, rows: 0 };
  for (const { index, path, range } of parts) {
    if (path !== part.path) continue;
    const rows = done.get(index);
    if (index >= part.index || rows === undefined || range === undefined || !('endByte' in range)) break;
    mark.byte = range.endByte;
    mark.rows += rows;
  }
  return mark;
}

/** Scores the open parts, each noted as soon as it is finished; adds to `results`. */
async function scoreParts(run: Run, open: readonly Part[], results: PartResult[]): Promise<void> {
  const { crew, request, workers } = run;
  const { dataset, destination } = run.ends;
  const progress = new BatchProgress(dataset.files, results, request.onProgress);
  const queue = [...open];
  let noted = Promise.resolve();
  /** One after the other, while the next part is already being scored. */
  const note = async (before: Promise<void>, result: PartResult): Promise<void> => {
    await before;
    await destination.note(result.index, result);
    results.push(result);
  };
  const work = async (): Promise<void> => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const result = await crew.scorePart({ ...part, mark: markBefore(part, run.parts, results) }, progress.add);
      noted = note(noted, result);
      noted.catch(() => undefined);
    }
  };
  try {
    await untilStopped(Promise.all(Array.from({ length: workers }, work)), request.signal);
    await noted;
  } catch (error) {
    queue.length = 0;
    await crew.close();
    await noted.catch(() => undefined);
    const kept = results.length;
    await destination.abandon(kept > 0);
    throw kept > 0 && error instanceof ScoringError && error.code === 'CANCELED' ? canceledWith(kept) : error;
  }
}
