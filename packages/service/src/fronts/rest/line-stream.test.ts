import { readFileSync } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { UTC } from '@tinderbox/scoring';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import { startTestServer, type TestServer } from '../../http/testdata/test-server.ts';
import { openReader, openWriter } from '../../records/open.ts';
import { openModels } from '../dialect/testdata/call.ts';
import { createRestRoutes } from './routes.ts';

const HOUSES = 'corpus/org.apache.spark.ml.PipelineModel';
const [FOREST, LINEAR] = [`${HOUSES}/houses-forest-3.5.9`, `${HOUSES}/houses-linear-3.5.9`];
const lines = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');
const ROWS = lines(`${FOREST}/input.jsonl`);
const estimatesOf = (folder: string) => lines(`${folder}/expected.jsonl`).map((line) => JSON.parse(line).estimate);

let server: TestServer;
let current: Serving;
const other = { serving: undefined as Serving | undefined };

beforeAll(async () => {
  current = await openModels(`houses=${FOREST}/model`);
  other.serving = await openModels(`houses=${LINEAR}/model`);
  const serving: Serving = {
    models: () => current.models(),
    model: (name, version) => current.model(name, version),
    hold: () => current,
  };
  const about = { engine: 'native', version: '1.2.3', zone: UTC, maxRows: 10 };
  const routes = createRestRoutes(serving, { ...about, openReader, openWriter });
  server = await startTestServer(routes, { maxBodyBytes: 1000, requestTimeoutMilliseconds: 2000 });
});
afterAll(() => server.server.stop(0));

const open: ClientRequest[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.destroy();
});

interface Asked {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
}

function ask(query = '', headers: Record<string, string> = {}): Asked {
  const request = httpRequest(`${server.url}/v1/models/houses/predict?columns=estimate${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
  open.push(request);
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  response.catch(() => undefined);
  return { request, response };
}

/** All that comes, and whether it is whole. */
async function readAll(response: IncomingMessage): Promise<{ readonly lines: unknown[]; readonly whole: boolean }> {
  let text = '';
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resolve) => response.on('close', resolve).on('error', () => {}));
  const found = text.split('\n').filter((line) => line !== '');
  return { lines: found.map((line) => JSON.parse(line)), whole: response.complete };
}

const repeated = (count: number) => Array.from({ length: count }, (_, k) => ROWS[k % ROWS.length] as string);

it('answers more than fits into a body, and counts what could not be scored', async () => {
  const { request, response } = ask('&on_error=report');
  const rows = repeated(5000);
  request.end(['\n', ...rows, 'no json', '[]', ''].join('\n'));
  const answer = await response;
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
  const all = await readAll(answer);
  expect(answer.trailers).toEqual({ 'tinderbox-issues': '2' });
  const estimates = estimatesOf(FOREST);
  const expected = rows.map((_, k) => ({ estimate: estimates[k % ROWS.length] }));
  expect(all).toEqual({ lines: [...expected, { estimate: null }, { estimate: null }], whole: true });
  const counted = await server.metrics.metrics.text();
  expect(counted).toContain('tinderbox_rows_total{model="houses",version="1",protocol="rest"} 5002\n');
  expect(counted).toContain('tinderbox_row_errors_total{model="houses",version="1",protocol="rest"} 2\n');
});

it('answers each line as it comes, by the model of the first', async () => {
  const { request, response } = ask();
  const before = current;
  request.write(`${ROWS[0]}\n`);
  const answer = (await response).setEncoding('utf8');
  const ended = new Promise((resolve) => answer.once('end', resolve));
  const next = () => new Promise<string>((resolve) => answer.once('data', resolve));
  const estimates = estimatesOf(FOREST);
  expect(JSON.parse(await next())).toEqual({ estimate: estimates[0] });
  current = other.serving as Serving;
  request.write(`${ROWS[1]?.slice(0, 20)}`);
  await sleep(20);
  request.write(`${ROWS[1]?.slice(20)}\n`);
  expect(JSON.parse(await next())).toEqual({ estimate: estimates[1] });
  current = before;
  request.end(ROWS[2]);
  expect(JSON.parse(await next())).toEqual({ estimate: estimates[2] });
  await ended;
  expect(answer.complete).toBe(true);
});

it('is told of a failure from the start by the status, later in the last line of an answer that is cut', async () => {
  const early = ask();
  early.request.write(`${ROWS[0]}\n{}\n`);
  const refused = await early.response;
  expect(refused.statusCode).toBe(400);
  const late = ask();
  late.request.write(`${repeated(20).join('\n')}\n`);
  const answer = await late.response;
  late.request.write(`${ROWS[0]}\n{"district":3\n${repeated(5000).join('\n')}`);
  const { lines: told, whole } = await readAll(answer);
  expect([answer.statusCode, whole, told.length]).toEqual([200, false, 21]);
  expect(told.at(-1)).toMatchObject({ error: { code: 'INPUT_FORMAT', row: 22 } });
});

it('ends at the deadline of the caller, and where nothing moves for long', async () => {
  for (const headers of [{ 'request-timeout': '100ms' }, {}]) {
    const { request, response } = ask('', headers as Record<string, string>);
    request.write(`${ROWS[0]}\n`);
    const answer = await response;
    const { lines: told, whole } = await readAll(answer);
    expect([whole, told.length]).toEqual([false, 2]);
    expect(told[1]).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED' } });
  }
  const { request, response } = ask('', { 'request-timeout': '100ms' });
  request.write(`${ROWS[0]}`);
  expect((await response).statusCode).toBe(504);
});

it('goes on for as long as something moves', async () => {
  const { request, response } = ask();
  for (let k = 0; k < 5; k++) {
    request.write(`${ROWS[0]}\n`);
    await sleep(600);
  }
  request.end();
  expect(await readAll(await response)).toMatchObject({ whole: true, lines: { length: 5 } });
});

it('inflates', async () => {
  const { request, response } = ask('', { 'content-encoding': 'gzip' });
  const zip = createGzip();
  zip.pipe(request);
  zip.end(repeated(20_000).join('\n'));
  expect(await readAll(await response)).toMatchObject({ whole: true, lines: { length: 20_000 } });
  const damaged = ask('', { 'content-encoding': 'gzip' });
  damaged.request.end('no gzip');
  expect((await damaged.response).statusCode).toBe(400);
  const unknown = ask('', { 'content-encoding': 'zip' });
  unknown.request.end('no zip');
  expect((await unknown.response).statusCode).toBe(415);
});

it('reads no more than the caller takes of the answers', async () => {
  const { request, response } = ask();
  const block = `${repeated(1000).join('\n')}\n`;
  let sent = 0;
  let wanted = true;
  const send = () => {
    while (wanted && request.write(block)) sent += block.length;
  };
  request.on('drain', send);
  send();
  const answer = await response;
  await sleep(300);
  const before = sent;
  await sleep(300);
  expect(sent).toBe(before);
  // Whoever takes nothing for too long is let go.
  wanted = false;
  const { whole } = await readAll(answer);
  expect(whole).toBe(false);
});

it('takes no line without end', async () => {
  const { request, response } = ask();
  const block = ' '.repeat(2 ** 20);
  for (let k = 0; k < 18; k++) request.write(block);
  expect((await response).statusCode).toBe(413);
});
