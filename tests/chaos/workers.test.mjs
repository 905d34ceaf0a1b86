// A server of several processes: what becomes of it when they die, are replaced and are told to stop.

import { strict as assert } from 'node:assert';
import { readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { ask, startServer, until } from './server.mjs';

const WORKERS = 2;
const forest = join(root, 'corpus/org.apache.spark.ml.PipelineModel/houses-forest-3.5.9');
const lines = (name) => readFileSync(join(forest, name), 'utf8').trimEnd().split('\n');
const rows = lines('input.jsonl');
const answers = lines('expected.jsonl').map((line) => ({ estimate: JSON.parse(line).estimate }));
const predict = '/v1/models/houses/predict?columns=estimate';

let folder;
let server;

before(async () => {
  folder = createFolder('workers');
  const settings = ['--workers', String(WORKERS), '--jobs', join(folder, 'jobs'), '--request-timeout', '300'];
  server = await startServer(`houses=${join(forest, 'model')}`, ...settings);
});

after(() => {
  server.child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Asks over connections that are kept, or a new one for each, until it is told to end. Gives how many were answered. */
async function askUntil(ended, keepAlive) {
  const agent = new Agent({ keepAlive, maxSockets: 1 });
  let count = 0;
  for (; !ended(); count++) {
    const { status, text } = await ask(agent, server.url + predict, { body: rows[0] });
    assert.deepEqual([status, JSON.parse(text)], [200, answers[0]]);
  }
  agent.destroy();
  return count;
}

const pids = () =>
  readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8').trim().split(' ').map(Number);
const count = (message) => server.log.filter((line) => line.message === message).length;
const agent = new Agent();
const get = async (path) => ask(agent, server.url + path, { method: 'GET' });

describe(`a server of ${WORKERS} processes`, { skip: process.platform !== 'linux' }, () => {
  it('is ready, and shares the requests', async () => {
    await until('ready', async () => (await get('/readyz')).status === 200);
    let ended = false;
    const callers = Promise.all([1, 2, 3, 4].map(() => askUntil(() => ended, false)));
    const by = (worker) => server.log.filter((line) => line.worker === worker && line.status === 200).length;
    await Promise.race([until('many requests of both', () => by(1) > 50 && by(2) > 50), callers]);
    ended = true;
    await callers;
  });

  it('adds up its numbers, also those of processes that have gone', async () => {
    const total = async () => {
      const { text } = await get('/metrics');
      assert.match(text, /process_resident_memory_bytes\{worker="1"\} \d/);
      assert.match(text, /process_resident_memory_bytes\{worker="2"\} \d/);
      return Number(/tinderbox_requests_total\{protocol="rest",status="200"\} (\d+)/.exec(text)[1]);
    };
    const before = await total();
    for (let k = 0; k < 10; k++) await ask(agent, server.url + predict, { body: rows[0] });
    assert.equal(await total(), before + 10);
    process.kill(pids()[0], 'SIGKILL');
    await until('another worker', () => count('worker started again') === 1);
    assert.equal(await total(), before + 10);
  });

  it('answers from any process for jobs that one of them runs', async () => {
    const body = `[${rows.join(',')}]`;
    const tokens = [];
    for (let k = 0; k < 6; k++) {
      const answer = await ask(agent, server.url + predict, { body, headers: { prefer: 'respond-async' } });
      assert.equal(answer.status, 202);
      tokens.push(JSON.parse(answer.text).token);
    }
    for (const token of tokens) {
      const state = async () => JSON.parse((await get(`/v1/jobs/${token}`)).text).state;
      await until(`job ${token}`, async () => (await state()) === 'FINISHED');
      // One new connection after the other goes to one process after the other.
      for (let k = 0; k < WORKERS; k++) {
        const { text } = await get(`/v1/jobs/${token}/result`);
        assert.deepEqual(
          text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
          answers,
        );
      }
    }
    const waited = await ask(agent, server.url + predict, { body, headers: { prefer: 'respond-async, wait=30' } });
    assert.deepEqual([waited.status, JSON.parse(waited.text)], [200, answers]);
  });

  it('replaces its processes at SIGHUP and fails no request', async () => {
    let ended = false;
    const callers = [true, true, false, false].map((keepAlive) => askUntil(() => ended, keepAlive));
    const old = pids();
    const restarted = count('worker started again') + WORKERS;
    server.child.kill('SIGHUP');
    const gone = () => count('worker started again') >= restarted && pids().every((pid) => !old.includes(pid));
    await Promise.race([until('new processes', gone), Promise.all(callers)]);
    ended = true;
    await Promise.all(callers);
  });

  it('answers all that was begun when it is told to stop', async () => {
    const stopped = server.ended;
    const many = `[${Array.from({ length: 20_000 }, (_, k) => rows[k % rows.length]).join(',')}]`;
    const begun = [1, 2, 3, 4].map(() => ask(new Agent(), server.url + predict, { body: many }));
    await sleep(100);
    server.child.kill('SIGTERM');
    for (const { status, text } of await Promise.all(begun)) {
      assert.deepEqual([status, JSON.parse(text).length], [200, 20_000]);
    }
    assert.deepEqual(await stopped, { code: 0, signal: null });
  });
});

describe('a server whose processes cannot start', () => {
  it('ends with their status and says once why', async () => {
    const failed = await startServer(join(folder, 'nothing'), '--workers', '2').catch(({ message }) => message);
    assert.match(failed, /"code":6/);
    assert.equal(failed.match(/tinderbox: /g).length, 1);
  });
});
