// How long does it take to have the columns of a Parquet file in memory? Readers alone, without a model.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder, pythonWith } from './cache.mjs';
import { clocked } from './clock.mjs';
import { PYTHON_PACKAGES } from './peers/python-batch.mjs';
import { root } from './report.mjs';

/** How often each reads, in a process of its own. */
const TIMES = 6;
const nativeProgram = fileURLToPath(new URL('peers/read-parquet.mjs', import.meta.url));
const pythonProgram = fileURLToPath(new URL('peers/read_parquet.py', import.meta.url));

const native = {
  name: 'tinderbox, 1 thread',
  command: async (path) => [process.execPath, [nativeProgram, await bundleReader(), path, String(TIMES)]],
};

/** The readers of a peer; the first of all is ours. */
export function readersOf(peers) {
  return [
    native,
    ...peers.filter((name) => READERS.includes(name)).flatMap((name) => [python(name, 1), python(name, 2)]),
  ];
}

export const READERS = ['pyarrow', 'duckdb'];

function python(name, threads) {
  const words = (path) => [pythonProgram, name, path, String(threads), String(TIMES)];
  return {
    name: `${name}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
    command: async (path) => [await pythonWith('batch', PYTHON_PACKAGES), words(path)],
  };
}

/** Milliseconds of the first time and the median of the others; `digest` is of the values that were read. */
export async function measureReader({ name, command }, { path }) {
  const { printed, seconds: _, cpu_seconds: __, peak_mb } = clocked(...(await command(path)));
  const { milliseconds, digest } = JSON.parse(printed);
  const [first_ms, ...others] = milliseconds;
  const median_ms = others.toSorted((a, b) => a - b)[others.length >> 1];
  return { reader: name, first_ms, median_ms, peak_mb, digest: digest.join(' ') };
}

async function bundleReader() {
  const outfile = join(cacheFolder, 'reader.mjs');
  await build({
    entryPoints: [join(root, 'packages/service/src/records/open.ts')],
    outfile,
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}
