import { Readable, Writable } from 'node:stream';
import { createLocalOperations } from '../../../main/local-operations.ts';
import { serve } from '../../../main/serve.ts';
import type { PieceBytes } from '../../../records/dataset.ts';
import { runCommandLine } from '../index.ts';

/** A millisecond goes by whenever it is looked at. */
function createClock(): () => number {
  let looks = 0;
  return () => looks++ / 1000;
}

const clock = createClock();

/** Without threads, which have programs of their own. */
const operationsWith = (pieceBytes: PieceBytes | undefined) =>
  createLocalOperations({
    sparkWorker: 'packages/service/spark-worker/transform.py',
    pieceBytes,
    cores: 2,
    usage: () => ({ seconds: clock(), peakBytes: 2 ** 20 }),
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
  /** Into which files are cut for several workers. */
  readonly pieceBytes?: PieceBytes;
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
  const operations = operationsWith(around.pieceBytes);
  const env = around.env ?? {};
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    const status = await runCommandLine(args, {
      ...{ operations, terminal, version: '1.2.3' },
      serve: (request, around) => serve(request, { ...around, batch: operations.batch }),
    });
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
