#!/usr/bin/env node
// Bundles the command line from the sources, so that it starts from a few files; code that only some commands need
// (Parquet and Arrow writing) stays in files of its own.

import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const requireShim =
  "import { createRequire as tinderboxRequire } from 'node:module'; const require = tinderboxRequire(import.meta.url);";

const outdir = join(root, 'packages/service/dist/bundle');

const { metafile } = await build({
  entryPoints: { cli: join(root, 'packages/service/src/main/cli.ts') },
  outdir,
  absWorkingDir: root,
  metafile: true,
  alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  banner: { js: requireShim },
});

for (const name of readdirSync(outdir)) {
  if (!(relative(root, join(outdir, name)) in metafile.outputs)) rmSync(join(outdir, name), { recursive: true });
}
