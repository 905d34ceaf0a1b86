import { Readable, Writable } from 'node:stream';
import { createLocalOperations } from '../../../main/local-operations.ts';
import { serve } from '../../../main/serve.ts';
import { runCommandLine } from '../index.ts';

/** Without threads, which have programs of their own. */
const operations = createLocalOperations({
  sparkWorker: 'packages/service/spark-worker/transform.py',
  cores: 2,
  usage: () => ({ seconds: 0, peakBytes: 0 }),
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
    const status = await runCommandLine(args, { operations, serve, terminal, version: '1.2.3' });
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
