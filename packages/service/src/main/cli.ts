import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Serve } from '../app/serve.ts';
import { runCommandLine } from '../fronts/cli/index.ts';
import { createLocalOperations } from './local-operations.ts';

/** The command line of this process: runs it over the files of this machine and sets the exit status. */
export async function main(manifest: URL): Promise<void> {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupt.abort());
  }
  const local = {
    batchWorker: new URL('dist/bundle/batch-worker.js', manifest),
    sparkWorker: fileURLToPath(new URL('spark-worker/transform.py', manifest)),
    cores: availableParallelism(),
    usage: () => ({ seconds: performance.now() / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 }),
  };
  const answerWorker = new URL('dist/bundle/answer-worker.js', manifest);
  const operations = createLocalOperations(local);
  // Other commands need nothing of it.
  const serve: Serve = async (request, around) => {
    const { batch } = createLocalOperations({ ...local, leavesThreadFree: true });
    await (await import('./serve.ts')).serve(request, { ...around, batch, answerWorker });
  };
  const { stdin, stdout, stderr, env } = process;
  // Whoever waits for more of a pipe that stays open is told at once.
  interrupt.signal.addEventListener('abort', () => stdin.destroy());
  const terminal = { stdin, stdout, stderr, env, now: () => performance.now(), signal: interrupt.signal };
  process.exitCode = await runCommandLine(process.argv.slice(2), { operations, serve, terminal, version });
  // Nor may such a pipe keep the process alive.
  stdin.destroy();
}
