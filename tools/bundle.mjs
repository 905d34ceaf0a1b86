#!/usr/bin/env node
// Bundles both packages from the sources, so that they start from a few files. What entries share, and what only some
// commands need, stands in chunks of its own. tsc writes the declarations beside.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (path) => join(root, 'packages', path);
const requireShim =
  "import { createRequire as tinderboxRequire } from 'node:module'; const require = tinderboxRequire(import.meta.url);";

/** Bundles entries, by name, into a folder that then holds nothing else. */
async function bundle(outdir, entryPoints, options) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'node20',
    // What is read at each start is kept short; names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    ...options,
  });
}

await bundle(
  source('scoring/dist/bundle'),
  {
    node: source('scoring/src/node/index.ts'),
    web: source('scoring/src/web/index.ts'),
    stage: source('scoring/src/stage.ts'),
    testing: source('scoring/src/testing/index.ts'),
  },
  { platform: 'neutral', mainFields: ['module', 'main'], external: ['node:*', 'fzstd'] },
);

await bundle(
  source('service/dist/bundle'),
  {
    cli: source('service/src/main/cli.ts'),
    'answer-worker': source('service/src/main/answer-worker.ts'),
    'batch-worker': source('service/src/main/batch-worker.ts'),
  },
  {
    platform: 'node',
    // One finds its WebAssembly beside itself, another's names are lost in a bundle, the last looks for a native part.
    external: ['node-sqlite3-wasm', '@grpc/grpc-js', 'pg'],
    alias: { '@tinderbox/scoring': source('scoring/src/node/index.ts') },
    banner: { js: requireShim },
  },
);
