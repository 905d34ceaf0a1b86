#!/usr/bin/env node
// Bundles the command line from the sources, so that it starts from a few files; code that only some commands need
// (Parquet and Arrow writing) stays in files of its own.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const requireShim =
  "import { createRequire as tinderboxRequire } from 'node:module'; const require = tinderboxRequire(import.meta.url);";

await build({
  entryPoints: { cli: join(root, 'packages/service/src/main/cli.ts') },
  outdir: join(root, 'packages/service/dist/bundle'),
  alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  banner: { js: requireShim },
});
