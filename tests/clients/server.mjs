// A server of all dialects that have addresses of their own: `server.mjs name=path ...`. Says where it is, and serves
// until it is stopped.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../runner.mjs';

const EXPORTS = `
  export { openLocal, recogniseSpark, requireTimeZone } from './packages/scoring/src/node/index.ts';
  export { createNativeEngine } from './packages/service/src/engines/native/native-engine.ts';
  export { createMlflowRoutes } from './packages/service/src/fronts/mlflow/routes.ts';
  export { createKserveRoutes } from './packages/service/src/fronts/kserve/routes.ts';
  export { createRestRoutes } from './packages/service/src/fronts/rest/routes.ts';
  export { openReader, openWriter } from './packages/service/src/records/open.ts';
  export { createOipRoutes } from './packages/service/src/fronts/oip/routes.ts';
  export { createWireModels } from './packages/service/src/fronts/dialect/wire-model.ts';
  export { startHttpServer } from './packages/service/src/http/http-server.ts';
  export { createLog } from './packages/service/src/telemetry/log.ts';
  export { ServerMetrics } from './packages/service/src/telemetry/server-metrics.ts';
  export { parseModelSpec } from './packages/service/src/serving/model-spec.ts';
  export { openServing } from './packages/service/src/serving/open-serving.ts';`;

const outfile = join(root, 'node_modules/.cache/tinderbox/clients.mjs');
await build({
  stdin: { contents: EXPORTS, resolveDir: root },
  outfile,
  alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'error',
});
const library = await import(pathToFileURL(outfile).href);
const openModel = async (path) => library.recogniseSpark(await library.openLocal(path));
const { serving } = await library.openServing(
  { engine: library.createNativeEngine(), openModel },
  {
    models: process.argv.slice(2).map(library.parseModelSpec),
    aliases: [],
    warmUpRows: () => undefined,
    onEvent: () => {},
    settleMilliseconds: 100,
    watchMilliseconds: undefined,
  },
);
const wireModel = library.createWireModels(library.requireTimeZone('UTC'));
const common = { maxRows: 100_000, version: '0.0.0', isReady: () => true };
const options = { ...common, wireModel, admin: true };
const { openReader, openWriter } = library;
const own = { ...common, engine: 'native', zone: library.requireTimeZone('UTC'), openReader, openWriter };
const server = await library.startHttpServer({
  routes: [
    ...library.createRestRoutes(serving, own),
    ...library.createOipRoutes(serving, options),
    ...library.createKserveRoutes(serving, options),
    ...library.createMlflowRoutes(serving, options),
  ],
  host: '127.0.0.1',
  port: 0,
  maxBodyBytes: 2 ** 26,
  maxConcurrency: 100,
  requestTimeoutMilliseconds: 60_000,
  log: library.createLog({ level: 'error', format: 'text', out: (text) => process.stderr.write(text), now: Date.now }),
  metrics: new library.ServerMetrics('0.0.0'),
});
console.log(`ready at ${server.url}`);
