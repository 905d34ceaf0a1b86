import { EXACT, locate, parseSchema, requireSums, requireTimeZone, structType } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';
import { ColumnCheck } from './column-check.ts';
import { type ColumnMatch, matchColumns, placesOf, toleranceIn } from './column-match.ts';
import type { LoadedModel, Scorer } from './engine.ts';
import type { RowFile, Verification, VerifyRequest } from './operations.ts';
import { PairedByKey, PairedByOrder, type Pairing } from './paired-rows.ts';
import type { PredictPorts } from './predict.ts';
import { stoppable, untilStopped } from './until-stopped.ts';

export interface VerifyPorts extends PredictPorts {
  readonly spark: SparkPort;
}

/** A real Spark beside us. */
export interface SparkPort {
  /** Lends a new folder that is gone afterwards, whatever happens. */
  inFolder<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** Lets Spark transform rows. Fails with SPARK_UNAVAILABLE where there is none, and where it fails. */
  transform(request: SparkRequest): Promise<SparkAnswer>;
}

/** What Spark says of itself. */
export interface SparkAnswer {
  readonly version: string;
  /** The order in which it adds dense products, where it can tell. */
  readonly sums: string | undefined;
}

export interface SparkRequest {
  /** A Python that has pyspark, or a SPARK_HOME; empty for the python3 of the path. */
  readonly spark: string;
  readonly model: string;
  /** A Parquet file to read, and a folder of Parquet parts to write. */
  readonly rows: string;
  readonly answers: string;
  /** A folder for the files of a model that is an archive. */
  readonly scratch: string;
  /** The session time zone. */
  readonly timeZone: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Scores rows and compares them with Spark's: in bounded memory, unless a key tells which rows belong together.
 * Fails as predict does; differences are a result.
 */
export async function verify(ports: VerifyPorts, request: VerifyRequest): Promise<Verification> {
  const { expected } = request;
  const run = await startRun(ports, request);
  if (!('spark' in expected)) return verifyAgainst(expected, run);
  return ports.spark.inFolder((folder) => verifyAgainstSpark(expected.spark, folder, run));
}

interface Run {
  readonly ports: VerifyPorts;
  readonly request: VerifyRequest;
  readonly model: LoadedModel;
}

async function startRun(ports: VerifyPorts, request: VerifyRequest): Promise<Run> {
  const { semantics, sums, timeZone } = request;
  const model = await ports.engine.load(await ports.openModel(request.model), { semantics, sums, timeZone });
  return { ports, request, model };
}

/** Both sides read the same file of rows, and unless told otherwise answer as the same version on the same CPU. */
async function verifyAgainstSpark(spark: string, folder: string, run: Run): Promise<Verification> {
  const { ports, request } = run;
  const [rows, answers] = [`${folder}/rows.parquet`, `${folder}/answers.parquet`];
  await copyRows(run, rows);
  const { model, signal, timeZone = 'UTC' } = request;
  const answered = await ports.spark.transform({ spark, model, rows, answers, scratch: folder, timeZone, signal });
  const semantics = request.semantics ?? answered.version;
  const sums = request.sums ?? (answered.sums === undefined ? undefined : requireSums(answered.sums));
  const input = { source: rows, format: 'parquet' } as const;
  const again = await startRun(ports, { ...request, input, semantics, sums });
  return {
    ...(await verifyAgainst({ source: answers, format: 'parquet' }, again)),
    spark: { version: answered.version, sums },
  };
}

/** The rows of the input as Parquet, with the very types that they have here. */
async function copyRows(run: Run, target: string): Promise<void> {
  const input = await openInput(run);
  try {
    const writer = await run.ports.openWriter({ target, format: 'parquet', schema: input.schema });
    try {
      for await (const batch of stoppable(input, run.request.signal)) await writer.write(batch);
      await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
  } finally {
    await input.close();
  }
}

async function verifyAgainst(expectation: RowFile, run: Run): Promise<Verification> {
  const { ports, request, model } = run;
  const input = await openInput(run);
  try {
    const { output } = await model.prepare(input.schema);
    const options = { ...readerOf(expectation, request), expected: output };
    const expected = await untilStopped(ports.openReader(options), request.signal);
    try {
      const origins = model.origins(input.schema);
      const match = matchColumns({ expected: expected.schema, actual: output, origins }, request);
      return await compareRows(run, { input, expected, match });
    } finally {
      await expected.close();
    }
  } finally {
    await input.close();
  }
}

async function openInput({ ports, request, model }: Run): Promise<RecordReader> {
  const { required, optional } = model.input;
  const schema = request.schema === undefined ? {} : { schema: parseSchema(request.schema) };
  const options = { ...readerOf(request.input, request), expected: structType([...required, ...optional]), ...schema };
  return untilStopped(ports.openReader(options), request.signal);
}

function readerOf({ source, format, csv }: RowFile, request: VerifyRequest) {
  return { source, format, csv: { ...csv, ...request.csv }, zone: requireTimeZone(request.timeZone ?? 'UTC') };
}

interface Compared {
  readonly input: RecordReader;
  readonly expected: RecordReader;
  readonly match: ColumnMatch;
}

async function compareRows(run: Run, { input, expected, match }: Compared): Promise<Verification> {
  const { request, model } = run;
  const { common, judged, mistyped, notCompared } = match;
  const keys = (request.key ?? []).filter((name) => !common.includes(name));
  const scorer = await model.prepare(input.schema, [...common, ...keys]);
  const origins = model.origins(input.schema);
  const lineage = { origins, places: placesOf(common, expected.schema) };
  const allowed = (name: string) => (request.tolerance === 'exact' ? EXACT : toleranceIn(origins, name));
  const checks = judged.map((name) => new ColumnCheck(name, allowed(name), lineage));
  const pairing = await untilStopped(pair(expected, scorer, request), request.signal);
  const counts = await compareAll({ run, input, scorer, pairing, checks });
  await untilStopped(pairing.finish(), request.signal);
  const rows = { ...counts, expected: pairing.count };
  const columns = [...checks.map((check) => check.result()), ...mistyped];
  const paired = rows.compared === rows.expected && rows.compared === rows.actual;
  const equal = paired && columns.every(({ different, types }) => different === 0 && types === undefined);
  return { equal, rows, columns, notCompared };
}

async function pair(expected: RecordReader, scorer: Scorer, { key }: VerifyRequest): Promise<Pairing> {
  if (key === undefined) return new PairedByOrder(expected);
  return PairedByKey.read(expected, { expected: expected.schema, actual: scorer.output, columns: key });
}

async function compareAll(of: {
  run: Run;
  input: RecordReader;
  scorer: Scorer;
  pairing: Pairing;
  checks: readonly ColumnCheck[];
}): Promise<{ readonly actual: number; readonly compared: number }> {
  const { onProgress, signal } = of.run.request;
  let [read, actual, compared] = [0, 0, 0];
  for await (const batch of stoppable(of.input, signal)) {
    const { rows, issues } = await of.scorer.score(batch);
    for (const { index, error } of issues) throw locate(error, { row: read + index + 1 });
    for (const row of rows) {
      if (row === undefined) continue;
      actual++;
      const found = of.pairing.partnerOf(row);
      const partner = found instanceof Promise ? await untilStopped(found, signal) : found;
      if (partner === undefined) continue;
      compared++;
      for (const check of of.checks) check.compare(partner, row);
    }
    read += batch.length;
    onProgress?.({ rows: read, ...of.input.progress() });
  }
  return { actual, compared };
}
