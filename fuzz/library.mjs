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
  export { openReader, openWriter } from './packages/service/src/records/open.ts';
  export { openServing } from './packages/service/src/serving/open-serving.ts';
  export { parseModelSpec } from './packages/service/src/serving/model-spec.ts';
  export { createServerRoutes } from './packages/service/src/main/server-routes.ts';
  export { createJobRoutes } from './packages/service/src/fronts/jobs/job-routes.ts';
  export { answerOrToken } from './packages/service/src/fronts/jobs/answer-or-token.ts';
  export { createJobWork } from './packages/service/src/app/job-work.ts';
  export { allowRoots } from './packages/service/src/jobs/allowed-roots.ts';
  export { Router } from './packages/service/src/http/router.ts';
  export { describeFailure, failureOf } from './packages/service/src/http/failure.ts';
  export { timeoutOf } from './packages/service/src/http/request-headers.ts';
  export { givenRequestId, parseTraceParent } from './packages/service/src/app/request-context.ts';
  export { decodeMessage } from './packages/service/src/fronts/grpc/protobuf/decode.ts';
  export { encodeMessage } from './packages/service/src/fronts/grpc/protobuf/encode.ts';
  export { infer } from './packages/service/src/fronts/grpc/infer.ts';
  export { ModelInferRequest, ModelInferResponse } from './packages/service/src/fronts/grpc/protocols/inference.ts';
  export { HealthCheckRequest } from './packages/service/src/fronts/grpc/protocols/health.ts';
  export { ServerReflectionRequest } from './packages/service/src/fronts/grpc/protocols/reflection.ts';`;

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
