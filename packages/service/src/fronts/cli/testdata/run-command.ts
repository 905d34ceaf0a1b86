import { Readable, Writable } from 'node:stream';
import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import { createOperations } from '../../../app/create-operations.ts';
import { createPartScorer } from '../../../app/score-part.ts';
import { createNativeEngine } from '../../../engines/native/native-engine.ts';
import { openDataset, splitDataset } from '../../../records/dataset.ts';
import { openDestination } from '../../../records/destination.ts';
import { readObjects } from '../../../records/json-objects.ts';
import { openReader, openWriter } from '../../../records/open.ts';
import { inferPartitions } from '../../../records/partitions.ts';
import { sizeOf } from '../../../records/size.ts';
import { createLocalSpark } from '../../../spark/local-spark.ts';
import { createLocalCrew } from '../../../workers/local-crew.ts';
import { runCommandLine } from '../index.ts';

const scoring = {
  engine: createNativeEngine(),
  openModel: async (path: string) => recogniseSpark(await openLocal(path)),
  openReader,
  openWriter,
};

/** A millisecond goes by whenever it is looked at. */
function createClock(): () => number {
  let looks = 0;
  return () => looks++ / 1000;
}

const clock = createClock();

/** Without threads, which have programs of their own. */
const operations = createOperations({
  ...scoring,
  readObjects,
  openDataset,
  splitDataset,
  inferPartitions,
  openDestination,
  sizeOf,
  openCrew: (settings) => createLocalCrew(createPartScorer(scoring, settings)),
  cores: 2,
  usage: () => ({ seconds: clock(), peakBytes: 2 ** 20 }),
  spark: createLocalSpark('packages/service/spark-worker/transform.py'),
});

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly stdin?: Readable & { isTTY?: boolean };
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
}

function collector(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk, _, done) {
      collected.text += String(chunk);
      done();
    },
  });
  const collected = Object.assign(stream, { text: '' });
  return collected;
}

/** Runs a command line as the program does, with the native engine and Spark where this machine has it. */
export async function runCommand(args: readonly string[], around: Around = {}): Promise<Outcome> {
  const [stdout, stderr] = [collector(), collector()];
  const terminal = {
    stdin: around.stdin ?? Readable.from([]),
    stdout,
    stderr,
    env: { ...around.env },
    now: () => 0,
    signal: around.signal ?? new AbortController().signal,
  };
  const env = around.env ?? {};
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    const status = await runCommandLine(args, { operations, terminal, version: '1.2.3' });
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
