import { type Row, requireTimeZone, type StructType, type Value } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';
import { AnswerTally, NOTHING_CHECKED } from './answer-tally.ts';
import { type BatchPorts, batch } from './batch.ts';
import { requireJudged, toleranceIn } from './column-match.ts';
import type { BenchBatchRequest, BenchBatchResult, RowCheck, RowFile } from './operations.ts';
import { type BatchSettings, joinPartitions } from './part.ts';
import { stoppable, untilStopped } from './until-stopped.ts';

export interface BenchBatchPorts extends BatchPorts {
  /** Bytes of a file, or of all files in a folder. */
  sizeOf(path: string): Promise<number>;
}

/** What the batch has settled when it begins to score. */
interface Begun {
  readonly settings: BatchSettings;
  readonly workers: number;
  readonly seconds: number;
}

/**
 * Runs a batch as it is, then compares its output with the expected rows. Differences are a result. Fails as batch does,
 * and where the expected rows cannot be compared.
 */
export async function benchBatch(ports: BenchBatchPorts, request: BenchBatchRequest): Promise<BenchBatchResult> {
  const { expected, input, output } = request;
  // A wrong name shows before the work.
  const answers = expected && { ...expected, ...(await ports.openDataset(expected.source, expected.format)) };
  const crews: Begun[] = [];
  const openCrew: BatchPorts['openCrew'] = (workers) => {
    const crew = ports.openCrew(workers);
    return {
      ...crew,
      begin(settings, scorer) {
        crews.push({ settings, workers, seconds: ports.usage().seconds });
        crew.begin(settings, scorer);
      },
    };
  };
  const start = ports.usage().seconds;
  const result = await batch({ ...ports, openCrew }, { ...request, resume: false });
  const [{ settings, workers, seconds }] = crews as [Begun];
  const { files } = await ports.openDataset(input.source, input.format);
  return {
    engine: ports.engine.name,
    batch: result,
    workers,
    loadMilliseconds: (seconds - start) * 1000,
    inputBytes: files.reduce((sum, { size }) => sum + size, 0),
    outputBytes: await ports.sizeOf(output.target),
    check: answers === undefined ? NOTHING_CHECKED : await checkOutput(ports, { request, answers, settings }),
  };
}

interface Check {
  readonly request: BenchBatchRequest;
  readonly answers: RowFile;
  readonly settings: BatchSettings;
}

async function checkOutput(ports: BatchPorts, { request, answers, settings }: Check): Promise<RowCheck> {
  const model = await ports.engine.load(await ports.openModel(settings.model), settings);
  const input = joinPartitions(settings.input.schema, settings.partitions);
  const { output } = await model.prepare(input, settings.columns);
  const zone = requireTimeZone(settings.timeZone ?? 'UTC');
  const open = ({ source, format, csv = {} }: RowFile) =>
    untilStopped(ports.openReader({ source, format, csv, expected: output, zone }), request.signal);
  const theirs = await open({ ...answers, csv: { ...answers.csv, ...request.csv } });
  try {
    const ours = await open({ ...settings.output, source: request.output.target });
    try {
      const origins = model.origins(input);
      const columns = requireJudged({ expected: theirs.schema, actual: ours.schema, origins }).map((name) => ({
        expected: valueIn(name, theirs.schema),
        actual: valueIn(name, ours.schema),
        tolerance: toleranceIn(origins, name),
      }));
      return await compareRows({ theirs, ours, tally: new AnswerTally(columns) }, request.signal);
    } finally {
      await ours.close();
    }
  } finally {
    await theirs.close();
  }
}

function valueIn(name: string, { fields }: StructType): (row: Row) => Value {
  const place = fields.findIndex((field) => field.name === name);
  return (row) => row[place];
}

interface Compared {
  readonly theirs: RecordReader;
  readonly ours: RecordReader;
  readonly tally: AnswerTally<Row>;
}

/** Rows belong together by their order. */
async function compareRows({ theirs, ours, tally }: Compared, signal: AbortSignal | undefined): Promise<RowCheck> {
  const answers = rowsOf(ours, signal);
  for await (const batch of stoppable(theirs, signal)) {
    for (const row of batch) tally.add(row, (await answers.next()).value);
  }
  for await (const answer of answers) tally.add(undefined, answer);
  return tally.result();
}

async function* rowsOf(reader: RecordReader, signal: AbortSignal | undefined): AsyncGenerator<Row, undefined> {
  for await (const batch of stoppable(reader, signal)) yield* batch;
}
