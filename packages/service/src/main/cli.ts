import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import { createOperations } from '../app/create-operations.ts';
import { createPartScorer } from '../app/score-part.ts';
import { createNativeEngine } from '../engines/native/native-engine.ts';
import { runCommandLine } from '../fronts/cli/index.ts';
import { openDataset, splitDataset } from '../records/dataset.ts';
import { openDestination } from '../records/destination.ts';
import { readObjects } from '../records/json-objects.ts';
import { openReader, openWriter } from '../records/open.ts';
import { inferPartitions } from '../records/partitions.ts';
import { sizeOf } from '../records/size.ts';
import { createLocalSpark } from '../spark/local-spark.ts';
import { createLocalCrew } from '../workers/local-crew.ts';
import { createThreadCrew } from '../workers/thread-crew.ts';

/** The command line of this process: wires the concrete classes together, runs, and sets the exit status. */
export async function main(manifest: URL): Promise<void> {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupt.abort());
  }
  const scoring = {
    engine: createNativeEngine(),
    openModel: async (path: string) => recogniseSpark(await openLocal(path)),
    openReader,
    openWriter,
  };
  const operations = createOperations({
    ...scoring,
    readObjects,
    openDataset,
    splitDataset,
    inferPartitions,
    openDestination,
    sizeOf,
    openCrew: (settings, workers) =>
      workers === 1
        ? createLocalCrew(createPartScorer(scoring, settings))
        : createThreadCrew(new URL('dist/bundle/batch-worker.js', manifest), settings),
    cores: availableParallelism(),
    usage: () => ({ seconds: performance.now() / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 }),
    spark: createLocalSpark(fileURLToPath(new URL('spark-worker/transform.py', manifest))),
  });
  const { stdin, stdout, stderr, env } = process;
  // Whoever waits for more of a pipe that stays open is told at once.
  interrupt.signal.addEventListener('abort', () => stdin.destroy());
  const terminal = { stdin, stdout, stderr, env, now: () => performance.now(), signal: interrupt.signal };
  process.exitCode = await runCommandLine(process.argv.slice(2), { operations, terminal, version });
  // Nor may such a pipe keep the process alive.
  stdin.destroy();
}
