// The sources as one module, so that a run needs no build and sees what the code says now.

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

const EXPORTS = `
  export * from './packages/scoring/src/node/index.ts';
  export { openArchive } from './packages/scoring/src/archive/open-archive.ts';
  export { indexFiles } from './packages/scoring/src/archive/indexed-files.ts';
  export { decodeSnappy } from './packages/scoring/src/parquet/snappy.ts';
  export { createOperations } from './packages/service/src/app/create-operations.ts';
  export { createNativeEngine } from './packages/service/src/engines/native/native-engine.ts';
  export { openReader, openWriter } from './packages/service/src/records/open.ts';`;

/** Bundles the sources and answers the URL of the module. */
export async function bundleLibrary() {
  const outfile = join(root, 'node_modules/.cache/tinderbox/fuzz.mjs');
  await build({
    stdin: { contents: EXPORTS, resolveDir: root },
    outfile,
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
    external: ['@uwdata/flechette', 'hyparquet-writer'],
    bundle: true,
    sourcemap: 'inline',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
}
