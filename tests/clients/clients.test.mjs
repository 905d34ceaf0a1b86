import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { churn } from '../churn.mjs';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';

const clients = join(root, 'tests/clients');
const [program, ...args] = process.env.TINDERBOX_TEST_SERVER?.split(' ') ?? [
  process.execPath,
  join(clients, 'server.mjs'),
];

/** Starts the server and waits for the line that tells where it is, on either output. */
function startServer() {
  const server = spawn(program, [...args, `churn=${join(churn, 'model')}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = new Promise((resolve, reject) => {
    const lines = [];
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const [, found] = /ready at (http:\S+)/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    server.on('exit', (status) =>
      reject(new Error(`expected a server, got exit status ${status}\n${lines.join('\n')}`)),
    );
    server.on('error', reject);
  });
  return { server, url };
}

describe('clients that others use get Spark’s answers', () => {
  let started;

  before(async () => {
    started = startServer();
    await started.url;
  });

  after(() => started.server.kill());

  const runClient = async (script) =>
    run(process.env.TINDERBOX_TEST_CLIENTS, [join(clients, script), await started.url, churn]).toString();

  it('tritonclient over HTTP: binary tensors and JSON, metadata, health, index', async () => {
    assert.match(await runClient('oip_client.py'), /^all equal\n$/);
  });

  it('KServe’s client: V2 with binary tensors and JSON, V1, readiness and failures', async () => {
    assert.match(await runClient('kserve_client.py'), /^all equal\n$/);
  });

  it('MLflow’s client of its scoring server, and its serving input', async () => {
    assert.match(await runClient('mlflow_client.py'), /^all equal\n$/);
  });
});
