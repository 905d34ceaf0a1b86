// Whether a model of bench/models answers as Spark did, by the rules of the conformance run.

import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './report.mjs';

const CONFORMANCE = `
  export { readCase } from './conformance/cases.ts';
  export { runCase } from './conformance/run-case.ts';`;

/** Fails unless every row of the folder has Spark's answer; gives back how many there are. */
export async function checkAnswers(folder) {
  const { readCase, runCase } = await loadConformance();
  const asked = readCase(relative(join(root, 'corpus'), folder));
  const { difference } = await runCase(asked);
  if (difference !== undefined) throw new Error(`expected Spark's answers, got a difference: ${difference}`);
  return asked.input.length;
}

async function loadConformance() {
  const outfile = join(root, 'node_modules/.cache/tinderbox/conformance.mjs');
  await build({
    stdin: { contents: CONFORMANCE, resolveDir: root },
    outfile,
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
    // The cases are found from where their reader stands.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'conformance/cases.ts')).href) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
