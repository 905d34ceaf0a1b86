#!/usr/bin/env node
// Measures how often exp, log, pow and log1p here differ from the JVM's, over millions of random arguments, and writes
// rates.json beside this file; docs/reference/exactness.md shows it. Needs java and javac 17; takes a minute.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ARGUMENTS = 2_000_000;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'tinderbox-rates-'));

async function loadKernels() {
  const contents = `
    export { exp, log, pow } from './packages/scoring/src/kernels/exp.ts';
    export { ulpDistance } from './packages/scoring/src/equality/ulps.ts';`;
  const outfile = join(scratch, 'kernels.mjs');
  await build({ stdin: { contents, resolveDir: root }, outfile, bundle: true, format: 'esm', logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

/** Differing answers and the largest distance, over what Java printed. */
function count(table, f, ulpDistance) {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  let [differing, maxUlps] = [0, 0];
  for (let at = 0; at < table.byteLength; at += 24) {
    const answer = f(view.getFloat64(at), view.getFloat64(at + 8));
    const expected = view.getFloat64(at + 16);
    if (Object.is(answer, expected)) continue;
    differing++;
    maxUlps = Math.max(maxUlps, ulpDistance(answer, expected));
  }
  return { differing, maxUlps };
}

try {
  const { exp, log, pow, ulpDistance } = await loadKernels();
  execFileSync('javac', ['-d', scratch, join(here, 'Rates.java')]);
  const functions = [
    ['exp', 'half from -700 to 700, half from -20 to 20', exp, Math.exp],
    ['log', 'from 2^-60 to 2^60', log, Math.log],
    ['pow', 'base from 2^-10 to 2^10, exponent from -5 to 5', pow, Math.pow],
    ['log1p', 'from -1 to 0', Math.log1p, Math.log1p],
  ].map(([name, range, ours, engines]) => {
    const table = execFileSync('java', ['-cp', scratch, 'Rates', name, String(ARGUMENTS)], { maxBuffer: 2 ** 30 });
    return { name, range, ours: count(table, ours, ulpDistance), engine: count(table, engines, ulpDistance) };
  });
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr.split('"')[1];
  const result = { java, node: process.version, cpu: process.arch, arguments: ARGUMENTS, functions };
  writeFileSync(join(here, 'rates.json'), `${JSON.stringify(result, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}
