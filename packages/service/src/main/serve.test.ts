import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServeRequest } from '../app/serve.ts';
import { settle } from '../settings/read-settings.ts';
import { SERVER_SETTINGS } from '../settings/server-settings.ts';
import { createLocalOperations } from './local-operations.ts';
import { serve } from './serve.ts';

const HOUSES = 'corpus/org.apache.spark.ml.PipelineModel';
const [FOREST, LINEAR] = [`${HOUSES}/houses-forest-3.5.9`, `${HOUSES}/houses-linear-3.5.9`];
const HOUSES_FOREST = { name: 'houses', path: `${FOREST}/model` };
const WATCHED = { watch: true, watchIntervalMilliseconds: 20 };

let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'serve-'));
});

afterEach(() => rmSync(top, { recursive: true }));

interface Served {
  readonly url: string;
  stop(): Promise<readonly Record<string, unknown>[]>;
}

/** Serves until it is stopped, which gives the log. */
async function start(request: Partial<ServeRequest>): Promise<Served> {
  const stop = new AbortController();
  let text = '';
  let announce = (_: string) => {};
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const served = serve(
    {
      ...settle(SERVER_SETTINGS, []),
      invocations: 'mlflow',
      port: 0,
      vertex: undefined,
      check: false,
      ...request,
    },
    {
      version: '1.2.3',
      batch: createLocalOperations({ sparkWorker: '', cores: 1, usage: () => ({ seconds: 0, peakBytes: 0 }) }).batch,
      signal: stop.signal,
      log: (lines) => {
        text += Buffer.from(lines).toString();
      },
      announce,
    },
  );
  const line = await Promise.race([announced, served.then(() => 'nothing')]);
  return {
    url: /http:\/\/\S+/.exec(line)?.[0] ?? line,
    stop: async () => {
      stop.abort();
      await served;
      return text
        .trimEnd()
        .split('\n')
        .map((entry) => JSON.parse(entry));
    },
  };
}

const lines = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Asks over kept connections, as fast as answers come, until it is told to end. */
async function askUntil(url: string, body: string, ended: () => boolean): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: string[] = [];
  const headers = { 'content-type': 'application/json' };
  while (!ended()) {
    const text = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
        let all = `${response.statusCode} `;
        response.on('data', (chunk) => {
          all += chunk;
        });
        response.on('end', () => resolve(all));
      });
      request.on('error', reject).end(body);
    });
    answers.push(text);
  }
  agent.destroy();
  return answers;
}

it('swaps a model fifty times under load and fails no request', async () => {
  cpSync(`${LINEAR}/model`, join(top, 'linear'), { recursive: true });
  cpSync(`${FOREST}/model`, join(top, 'forest'), { recursive: true });
  const link = (to: string) => {
    symlinkSync(join(top, to), join(top, 'next'));
    renameSync(join(top, 'next'), join(top, 'houses'));
  };
  link('linear');
  const served = await start({ models: [{ name: undefined, path: join(top, 'houses') }], ...WATCHED });
  const [row] = lines(`${LINEAR}/input.jsonl`);
  const url = `${served.url}/v1/models/houses/predict?columns=estimate`;
  let ended = false;
  const callers = [1, 2, 3, 4].map(() => askUntil(url, JSON.stringify(row), () => ended));
  const loadedAt = async () => (await (await fetch(`${served.url}/v1/models/houses`)).json()).loaded_at;
  for (let swap = 0; swap < 50; swap++) {
    const before = await loadedAt();
    link(swap % 2 === 0 ? 'forest' : 'linear');
    while ((await loadedAt()) === before) await sleep(10);
  }
  ended = true;
  const answers = (await Promise.all(callers)).flat();
  const log = await served.stop();
  const right = [LINEAR, FOREST].map((folder) => {
    const { estimate } = lines(`${folder}/expected.jsonl`)[0];
    return `200 ${JSON.stringify({ estimate })}`;
  });
  expect([...new Set(answers)].sort()).toEqual(right.sort());
  expect(answers.length).toBeGreaterThan(200);
  expect(log.filter(({ message }) => message === 'model replaced').length).toBeGreaterThanOrEqual(50);
});

it('is ready, tells how it fares, and keeps the old model where the new one is broken', async () => {
  cpSync(`${LINEAR}/model`, join(top, 'houses'), { recursive: true });
  const served = await start({
    models: [{ name: undefined, path: join(top, 'houses') }],
    ...WATCHED,
    logLevel: 'debug',
  });
  expect(await (await fetch(`${served.url}/readyz`)).json()).toEqual({ status: 'ready' });
  expect(await (await fetch(`${served.url}/livez`)).json()).toEqual({ status: 'live' });
  writeFileSync(join(top, 'houses/metadata/part-00000'), 'broken');
  const readMetrics = async () => (await fetch(`${served.url}/metrics`)).text();
  await expect
    .poll(readMetrics, { timeout: 20_000 })
    .toContain('tinderbox_model_events_total{model="houses",event="refused"} 1\n');
  const body = JSON.stringify(lines(`${LINEAR}/input.jsonl`).slice(0, 7));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${served.url}/v1/models/houses/predict`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  const metrics = await readMetrics();
  for (const line of [
    'tinderbox_rows_total{model="houses",version="1",protocol="rest"} 7',
    'tinderbox_request_duration_seconds_count{model="houses",version="1",protocol="rest"} 1',
    'tinderbox_requests_total{protocol="rest",status="200"} 1',
    'tinderbox_model_events_total{model="houses",event="loaded"} 1',
    `tinderbox_build_info{version="1.2.3",node="${process.version}"} 1`,
  ]) {
    expect(metrics).toContain(`${line}\n`);
  }
  const log = await served.stop();
  expect(log.filter(({ route }) => route !== '/metrics')).toMatchObject([
    { message: 'model loaded', model: 'houses', version: '1' },
    { message: 'request', level: 'debug', route: '/readyz' },
    { message: 'request', level: 'debug', route: '/livez' },
    { message: 'model refused', level: 'error', code: 'MODEL_METADATA' },
    { message: 'request', level: 'info', model: 'houses', version: '1', status: 200 },
    { message: 'stopping' },
    { message: 'stopped' },
  ]);
});

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

it('answers every protocol over the same models', async () => {
  const [record] = lines(`${FOREST}/input.jsonl`);
  const [{ estimate }] = lines(`${FOREST}/expected.jsonl`);
  const vertex = { healthRoute: '/health-of-vertex', predictRoute: '/predict-of-vertex' };
  const served = await start({ models: [HOUSES_FOREST], vertex });
  const answer = async (path: string, body: unknown) => (await post(`${served.url}${path}`, body)).json();
  const names = Object.keys(record);
  expect(await answer('/v1/models/houses/predict?columns=estimate', record)).toEqual({ estimate });
  expect(await answer('/v1/models/houses:predict', { instances: [record] })).toMatchObject({
    predictions: [expect.anything()],
  });
  expect(
    await answer('/invocations', { dataframe_records: [record], params: { columns: ['estimate'] } }),
  ).toMatchObject({
    predictions: [expect.anything()],
  });
  expect(await answer('/predict-of-vertex', { instances: [record] })).toMatchObject({
    predictions: [expect.anything()],
  });
  const inputs = names.map((name) => ({
    name,
    shape: [1],
    datatype: typeof record[name] === 'string' ? 'BYTES' : 'FP64',
    data: [record[name]],
  }));
  const inferred = await answer('/v2/models/houses/infer', { inputs, outputs: [{ name: 'estimate' }] });
  expect(inferred.outputs).toMatchObject([{ name: 'estimate', data: [estimate] }]);
  const healths = ['/livez', '/readyz', '/v2/health/ready', '/ping', '/health-of-vertex', '/', '/openscoring/model'];
  const statuses = healths.map(async (path) => (await fetch(`${served.url}${path}`)).status);
  expect(await Promise.all(statuses)).toEqual(healths.map(() => 200));
  await served.stop();
});

it('takes jobs, and answers later where the caller prefers that', async () => {
  const rows = lines(`${FOREST}/input.jsonl`);
  const predictions = lines(`${FOREST}/expected.jsonl`).map(({ estimate }) => ({ estimate }));
  const served = await start({ models: [HOUSES_FOREST], jobs: join(top, 'jobs') });
  const predict = `${served.url}/v1/models/houses/predict?columns=estimate`;
  const waited = await post(predict, rows, { prefer: 'respond-async, wait=30' });
  expect([waited.status, waited.headers.get('preference-applied')]).toEqual([200, 'respond-async']);
  expect(await waited.json()).toEqual(predictions);
  const accepted = await post(predict, rows, { prefer: 'respond-async' });
  expect(accepted.status).toBe(202);
  const { token } = await accepted.json();
  let state = '';
  for (let tries = 0; tries < 100 && state !== 'FINISHED'; tries++) {
    await sleep(50);
    ({ state } = await (await fetch(`${served.url}/v1/jobs/${token}`)).json());
  }
  const result = await (await fetch(`${served.url}/v1/jobs/${token}/result`)).text();
  expect(
    result
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(predictions);
  expect((await fetch(`${served.url}/v1/jobs/none`)).status).toBe(404);
  const metrics = await (await fetch(`${served.url}/metrics`)).text();
  for (const line of ['jobs_ended_total{state="FINISHED"} 2', 'jobs_waiting 0', 'jobs_running 0']) {
    expect(metrics).toContain(`tinderbox_${line}\n`);
  }
  await served.stop();
});

it('loads and unloads models of a folder by every protocol where that is allowed, and keeps account', async () => {
  cpSync(`${LINEAR}/model`, join(top, 'store/houses/1'), { recursive: true });
  const served = await start({ modelStore: join(top, 'store'), admin: true, requestTimeoutMilliseconds: 100_000 });
  const [row] = lines(`${FOREST}/input.jsonl`);
  const predict = () => post(`${served.url}/v1/models/houses/predict?columns=estimate`, row);
  const index = async (body: object = {}) => (await post(`${served.url}/v2/repository/index`, body)).json();
  const entry = { name: 'houses', version: '1', state: 'READY', reason: '' };
  expect(await index()).toEqual([entry]);
  const unloaded = await post(`${served.url}/v2/repository/models/houses/unload`, {
    parameters: { unload_dependents: true },
  });
  expect([unloaded.status, (await predict()).status]).toEqual([200, 404]);
  expect(await index()).toEqual([{ name: 'houses', version: '', state: 'UNAVAILABLE', reason: 'unloaded' }]);
  expect(await index({ ready: true })).toEqual([]);
  expect((await fetch(`${served.url}/v2/models/houses/ready`)).status).toBe(404);
  cpSync(`${FOREST}/model`, join(top, 'store/houses/2'), { recursive: true });
  const loaded = await fetch(`${served.url}/v1/models/houses/load`, { method: 'POST' });
  expect(await loaded.json()).toEqual({ name: 'houses', versions: ['2', '1'], aliases: { latest: '2' } });
  const [{ estimate }] = lines(`${FOREST}/expected.jsonl`);
  expect(await (await predict()).json()).toEqual({ estimate });
  const refused = await Promise.all([
    post(`${served.url}/v2/repository/models/other/load`, {}),
    post(`${served.url}/v2/repository/models/houses/load`, { parameters: { config: '{}' } }),
    post(`${served.url}/v2/repository/index`, { ready: 1 }),
    post(`${served.url}/v1/models/other/unload`, {}),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([404, 400, 400, 404]);
  const log = await served.stop();
  expect(log.filter(({ message }) => message === 'audit')).toMatchObject([
    { action: 'unload', model: 'houses', outcome: 'done', level: 'info' },
    { action: 'load', model: 'houses', outcome: 'done' },
    { action: 'load', model: 'other', outcome: 'failed', code: 'MODEL_NOT_FOUND', level: 'error' },
    { action: 'unload', model: 'other', outcome: 'failed' },
  ]);
});

it('lets nobody load or unload unless it is told to', async () => {
  const served = await start({ models: [{ name: 'houses', path: `${LINEAR}/model` }] });
  for (const path of ['/v2/repository/models/houses/unload', '/v2/repository/models/other/load']) {
    const answer = await post(`${served.url}${path}`, {});
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { error: expect.stringMatching(/started with --admin/) },
    ]);
  }
  const own = await fetch(`${served.url}/v1/models/houses/unload`, { method: 'POST' });
  expect([own.status, await own.json()]).toMatchObject([403, { error: { code: 'ACCESS_DENIED' } }]);
  expect((await fetch(`${served.url}/v1/models/houses`)).status).toBe(200);
  await served.stop();
});

it('keeps the rows of requests, whatever the protocol, and counts what it keeps', async () => {
  const [record] = lines(`${FOREST}/input.jsonl`);
  const [{ estimate }] = lines(`${FOREST}/expected.jsonl`);
  const path = join(top, 'rows.jsonl');
  const payloads = { payloadLog: path, payloadSample: 1, payloadRedact: ['area'] };
  const models = [HOUSES_FOREST];
  const served = await start({ models, ...payloads, grpcPort: 0 });
  const predict = `${served.url}/v1/models/houses/predict?columns=estimate`;
  expect(await (await post(predict, record, { 'x-request-id': 'one' })).json()).toEqual({ estimate });
  await post(`${served.url}/v1/models/houses:predict`, { instances: [record, record] }, { 'x-request-id': 'two' });
  await post(predict, { ...record, area: {} }, { 'x-request-id': 'bad' });
  const counted = /^tinderbox_payload_records_total\{outcome="written"\} 3$/m;
  await expect.poll(async () => (await fetch(`${served.url}/metrics`)).text()).toMatch(counted);
  await served.stop();
  const request = { district: record.district, rooms: record.rooms, area: '[redacted]' };
  expect(lines(path)).toMatchObject([
    {
      requestId: 'one',
      protocol: 'rest',
      model: 'houses',
      version: '1',
      rows: 1,
      request: [request],
      response: [{ estimate }],
    },
    { requestId: 'two', protocol: 'kserve', rows: 2, request: [request, request] },
    { requestId: 'bad', request: [request], error: expect.stringMatching(/^INPUT_/) },
  ]);
});
