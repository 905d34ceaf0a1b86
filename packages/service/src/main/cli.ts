import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Serve, ServeRequest } from '../app/serve.ts';
import { runCommandLine } from '../fronts/cli/index.ts';
import { workersOf } from './cores.ts';
import { createLocalOperations } from './local-operations.ts';
import type { ServerProcess } from './serve.ts';

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
  const outcome: ServeOutcome = {};
  const serve: Serve = async (request, around) => {
    const { batch } = createLocalOperations({ ...local, leavesThreadFree: true });
    await serveHere(request, { ...around, batch, answerWorker }, outcome);
  };
  const { stdin, stdout, stderr, env } = process;
  // Whoever waits for more of a pipe that stays open is told at once.
  interrupt.signal.addEventListener('abort', () => stdin.destroy());
  const terminal = { stdin, stdout, stderr, env, now: () => performance.now(), signal: interrupt.signal };
  const status = await runCommandLine(process.argv.slice(2), { operations, serve, terminal, version });
  process.exitCode = outcome.status ?? status;
  // Nor may such a pipe keep the process alive.
  stdin.destroy();
  outcome.end?.();
}

/** What a server that is more than one process leaves for the end of this one. */
interface ServeOutcome {
  status?: number;
  end?: () => void;
}

/** Other commands need nothing of what is loaded here. */
async function serveHere(request: ServeRequest, around: ServerProcess, outcome: ServeOutcome): Promise<void> {
  const isAlone = workersOf(request) === 1 || request.check;
  if (!isAlone && !(await import('../processes/cluster.ts')).isWorker()) {
    const { serveByWorkers } = await import('./serve-workers.ts');
    outcome.status = await serveByWorkers(request, around);
    return;
  }
  const { serve } = await import('./serve.ts');
  if (isAlone) return serve(request, around);
  // The line to the leading process would keep this one alive.
  outcome.end = () => process.exit();
  const { takeWorkerPlace } = await import('./worker-place.ts');
  const worker = await takeWorkerPlace();
  const signal = AbortSignal.any([around.signal, worker.signal]);
  await serve(request, { ...around, signal, worker, announce: worker.announce });
  await worker.close();
}
