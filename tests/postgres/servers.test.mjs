// Two servers of `tinderbox serve` that share a database.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertSparkLines, customersPath, modelPath, readExpected } from '../churn.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { openCluster } from './cluster.mjs';

const CSV = { 'content-type': 'text/csv' };
const ROWS = 100_000;
const columns = Object.keys(readExpected()[0]).join(',');

describe('servers that share a database', () => {
  let folder;
  let cluster;
  const servers = new Set();
  const said = [];

  /** The address is told by a file, or by the environment. */
  async function startServer(place) {
    const program = join(root, 'packages/service/bin/tinderbox.js');
    const env = { ...process.env, ...(place === 'environment' ? { TINDERBOX_STORE: cluster.address } : {}) };
    const store = place === 'file' ? ['--store-file', join(folder, 'store')] : [];
    const args = ['serve', `churn=${modelPath}`, '--port', '0', '--max-body', '64MB', ...store];
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const url = new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          const [, found] = /ready at (http:\S+)/.exec(line) ?? [];
          if (found !== undefined) resolve(found);
        });
      }
      void ended.then((status) =>
        reject(new Error(`expected a server, got exit status ${status}: ${said.join('\n')}`)),
      );
    });
    const server = { url: await url, ended, kill: (signal) => child.kill(signal) };
    servers.add(server);
    return server;
  }

  const ask = (server, path, options) => fetch(`${server.url}${path}`, options);
  const submit = (server, body, headers = CSV) =>
    ask(server, `/v1/jobs?model=churn&columns=${columns}`, { method: 'POST', body, headers });
  const statusOf = async (server, token) => (await ask(server, `/v1/jobs/${token}`)).json();

  async function until(server, token, state) {
    for (let waited = 0; waited < 60_000; waited += 50) {
      const job = await statusOf(server, token);
      if (job.state === state) return job;
      assert.ok(!['FAILED', 'KILLED'].includes(job.state), JSON.stringify(job));
      await sleep(50);
    }
    throw new Error(`expected ${state}, got ${JSON.stringify(await statusOf(server, token))}`);
  }

  before(async () => {
    folder = createFolder('servers');
    cluster = await openCluster();
    writeFileSync(join(folder, 'store'), `${cluster.address}\n`, { mode: 0o600 });
  });

  after(async () => {
    for (const { kill, ended } of servers) {
      kill('SIGKILL');
      await ended;
    }
    await cluster?.close();
    rmSync(folder, { recursive: true });
    assert.ok(!said.some((line) => line.includes('secret')), 'the password was told');
  });

  it('answer alike for any token, and take up the jobs of one that died', async () => {
    const first = await startServer('file');
    const customers = readFileSync(customersPath);
    const headers = { ...CSV, 'idempotency-key': '"once"' };
    const { token } = await (await submit(first, customers, headers)).json();
    await until(first, token, 'FINISHED');

    const [header, ...lines] = customers.toString().trimEnd().split('\n');
    const times = Math.ceil(ROWS / lines.length);
    const many = [header, ...Array(times).fill(lines).flat()].join('\n');
    const long = await (await submit(first, many)).json();
    await until(first, long.token, 'RUNNING');
    first.kill('SIGKILL');
    await first.ended;
    const killed = new Date().toISOString();
    const second = await startServer('environment');
    const done = await until(second, long.token, 'FINISHED');
    assert.ok(done.started_at > killed, `${done.started_at} is before ${killed}`);
    assert.equal(done.rows_written, times * lines.length);
    const answers = (await (await ask(second, `/v1/jobs/${long.token}/result`)).text()).trimEnd().split('\n');
    assert.equal(answers.length, times * lines.length);
    assertSparkLines(answers.slice(-lines.length).join('\n'));

    assert.equal((await (await submit(second, customers, headers)).json()).token, token);
    assert.equal((await submit(second, many, headers)).status, 409);
    const result = `/v1/jobs/${token}/result`;
    const rows = await (await ask(second, result)).text();
    assertSparkLines(rows);
    const part = await ask(second, result, { headers: { range: 'bytes=10-19' } });
    assert.deepEqual([part.status, await part.text()], [206, rows.slice(10, 20)]);
    const third = await startServer('file');
    const asParquet = async (server) =>
      (await ask(server, result, { headers: { accept: 'application/vnd.apache.parquet' } })).arrayBuffer();
    const [one, other] = await Promise.all([second, third].map(asParquet));
    assert.deepEqual(one, other);
    assert.equal((await ask(third, `/v1/jobs/${token}`, { method: 'DELETE' })).status, 200);
    assert.equal((await ask(second, `/v1/jobs/${token}`)).status, 404);
  });

  it('say 503 while the database is away, go on predicting, and lose nothing', async () => {
    const [, second, third] = servers;
    const customers = readFileSync(customersPath);
    const { token } = await (await submit(second, customers)).json();
    await cluster.stop('SIGQUIT');
    const refused = await submit(third, customers);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '1']);
    assert.equal((await refused.json()).error.code, 'JOB_STORE');
    assert.equal((await ask(third, '/readyz')).status, 200);
    const predict = `/v1/models/churn/predict?columns=prediction`;
    assert.equal((await ask(third, predict, { method: 'POST', body: customers, headers: CSV })).status, 200);
    await cluster.start();
    await until(third, token, 'FINISHED');
    const { token: next } = await (await submit(third, customers)).json();
    await until(second, next, 'FINISHED');
    second.kill('SIGTERM');
    assert.equal(await second.ended, 0);
  });
});
