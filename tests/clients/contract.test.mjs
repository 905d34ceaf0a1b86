// schemathesis makes requests of /openapi.json, valid ones and invalid ones, and holds the answers against it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { churn } from '../churn.mjs';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';

const clients = join(root, 'tests/clients');
const corpus = (name) => join(root, 'corpus', `org.apache.spark.ml.${name}-3.5.9/model`);
const SECONDS = 40;

/** Between them they read and write columns of every type. */
const MODELS = {
  churn: join(churn, 'model'),
  houses: corpus('PipelineModel/houses-forest'),
  words: corpus('feature.CountVectorizerModel/fitted'),
  hashes: corpus('feature.MinHashLSHModel/five-tables'),
  typed: join(clients, 'typed-model'),
};

describe('requests made of /openapi.json are answered as it says', () => {
  let folder;
  let server;
  let url;

  before(async () => {
    folder = createFolder('contract');
    const files = join(folder, 'files');
    mkdirSync(files);
    const jobs = ['--jobs', join(folder, 'jobs'), '--max-jobs', '1000000', '--allow-path', files];
    const models = Object.entries(MODELS).map(([name, path]) => `${name}=${path}`);
    const flags = ['--port', '0', '--log-level', 'error', ...jobs];
    server = spawn(process.execPath, [join(root, 'packages/service/bin/tinderbox.js'), 'serve', ...models, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(server.stdout, 'data');
    [url] = /http:\S+/.exec(String(line)) ?? [];
  });

  after(async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  for (const mode of ['positive', 'negative']) {
    it(`${mode} ones`, () => {
      const program = join(dirname(process.env.TINDERBOX_TEST_CLIENTS), 'schemathesis');
      const bounds = ['--seed', '1', '--max-time', String(SECONDS), '--request-timeout', '60'];
      const settings = ['--mode', mode, '--continue-on-failure', '--no-color'];
      // A version has the operations of its model; a job that was killed can be asked for until it is forgotten.
      const leftOut = ['--exclude-path-regex', '/versions/', '--exclude-checks', 'use_after_free'];
      run(program, ['run', `${url}/openapi.json`, ...bounds, ...settings, ...leftOut], {
        cwd: folder,
        env: { ...process.env, PYTHONPATH: clients, SCHEMATHESIS_HOOKS: 'contract_hooks', CONTRACT_MODE: mode },
      });
    });
  }
});
