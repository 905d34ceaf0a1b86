import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ScoringError } from '@tinderbox/scoring';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ServedModel, Serving } from '../app/serving.ts';
import type { HttpRequest, Route } from '../http/route.ts';
import { AnswerCrew, type AnswerCrewOptions } from './answer-crew.ts';
import { offloadRoutes } from './offload-routes.ts';

/** Answers with what it heard; some bodies tell it what else to do. */
const PROGRAM = `
import { parentPort, threadId } from 'node:worker_threads';
let models;
parentPort.on('message', (message) => {
  if (message.kind === 'models') models = message.models.map(({ version }) => version);
  if (message.kind === 'cancel') parentPort.postMessage({ kind: 'failure', failure: { code: 'CANCELED', detail: 'told', where: {} } });
  if (message.kind !== 'request') return;
  const { body, ...request } = message.request;
  const text = Buffer.from(body).toString().trim();
  if (text === 'die') process.exit(1);
  if (text === 'throw') throw new Error('a bug');
  if (text === 'hang') return;
  if (text === 'return') return parentPort.postMessage({ kind: 'returned', body });
  if (text === 'fail') {
    const failure = { code: 'INPUT_VALUE', detail: 'expected a number, got a string', where: { row: 7, column: 'a' } };
    return parentPort.postMessage({ kind: 'failure', failure });
  }
  const answer = Buffer.from(JSON.stringify({ ...request, text, models, threadId }));
  const scored = { name: 'm', version: '1', rows: 3, issues: 1 };
  parentPort.postMessage({ kind: 'answer', answer: { status: 200, headers: { a: 'b' }, body: answer, scored } });
});
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));

let models = [{ name: 'm', version: '1' }] as unknown as readonly ServedModel[];
const serving: Serving = { models: () => models, model: () => models[0] as ServedModel };

let crew: AnswerCrew;
afterEach(() => crew.close());

function start(more: Partial<AnswerCrewOptions> = {}): AnswerCrew {
  const program = pathToFileURL(join(folder, 'program.mjs'));
  crew = new AnswerCrew({ program, workerData: {}, threads: 1, serving, ...more });
  return crew;
}

function request(text: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const { signal } = new AbortController();
  return {
    ...{ parameters: { model: 'm' }, query: new URLSearchParams('columns=a,b'), headers: { accept: 'x' }, signal },
    ...{ body: Buffer.from(text), ...more },
  };
}

async function ask(text: string, more?: Partial<HttpRequest>) {
  const answer = await crew.answer('/predict', request(text, more));
  if ('body' in answer) return { body: { returned: answer.body.toString() } };
  const { body, ...response } = answer.response;
  return { ...response, body: JSON.parse(Buffer.from(body as Uint8Array).toString()) };
}

describe('a crew that answers', () => {
  it('passes on the request and the answer', async () => {
    start();
    expect(await ask('hello')).toEqual({
      status: 200,
      headers: { a: 'b' },
      scored: { model: models[0], rows: 3, issues: 1 },
      body: {
        route: '/predict',
        parameters: { model: 'm' },
        query: 'columns=a%2Cb',
        headers: { accept: 'x' },
        text: 'hello',
        models: ['1'],
        threadId: expect.any(Number),
      },
    });
  });

  it('tells of other models before the next request', async () => {
    start();
    await ask('hello');
    models = [...models, { name: 'm', version: '2' } as ServedModel];
    expect((await ask('hello')).body.models).toEqual(['1', '2']);
  });

  it('brings failures with their place, and bodies that nobody there can answer', async () => {
    start();
    await expect(ask('fail')).rejects.toMatchObject({ code: 'INPUT_VALUE', where: { row: 7, column: 'a' } });
    expect(await ask('return')).toEqual({ body: { returned: 'return' } });
  });

  it.each(['die', 'throw'])('goes on with another thread where one ends: %s', async (how) => {
    start();
    const before = (await ask('hello')).body.threadId;
    const [ended, next] = await Promise.allSettled([ask(how), ask('next')]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { body: { text: 'next' } } });
    expect((await ask('hello')).body.threadId).not.toBe(before);
  });

  it('works at as many as there are threads, and refuses what cannot wait', async () => {
    start({ threads: 2, mostWaiting: 3, mostWaitingBytes: 10 });
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((text) => ask(text)));
    expect(new Set(all.map(({ body }) => body.threadId)).size).toBe(2);
    const working = Promise.allSettled([ask('hang'), ask('hang'), ask('x')]);
    expect(() => crew.answer('/predict', request('0123456789'))).toThrow(/fewer large requests/);
    const waiting = Promise.allSettled([ask('y'), ask('z')]);
    expect(crew.waiting).toBe(3);
    expect(() => crew.answer('/predict', request('0'))).toThrow(/fewer large requests/);
    await crew.close();
    const ends = [...(await working), ...(await waiting)];
    expect(ends.map(({ status }) => status)).toEqual(new Array(5).fill('rejected'));
  });

  it('drops what nobody waits for', async () => {
    start();
    const gone = new ScoringError('CANCELED', 'gone');
    const [first, second] = [new AbortController(), new AbortController()];
    const working = ask('hang', { signal: first.signal });
    const waiting = ask('never', { signal: second.signal });
    second.abort(gone);
    await expect(waiting).rejects.toBe(gone);
    expect(crew.waiting).toBe(0);
    first.abort(gone);
    await expect(working).rejects.toBe(gone);
    expect((await ask('hello')).body.text).toBe('hello');
  });
});

it('is left large requests, and Parquet of any length', async () => {
  start();
  const route: Route = {
    ...{ method: 'POST', path: '/predict', protocol: 'p' },
    handle: ({ body }) => ({ status: 201, body: String(body.length) }),
  };
  const [offloaded] = offloadRoutes([route], crew) as [Route];
  const statusOf = async (text: string, headers = {}) => {
    const { status, body } = await offloaded.handle(request(text, { headers }));
    return typeof body === 'string' ? `${status} ${body}` : status;
  };
  const large = ' '.repeat(32_768);
  expect(await statusOf('small')).toBe('201 5');
  expect(await statusOf(large)).toBe(200);
  expect(await statusOf('PAR1 of few bytes')).toBe(200);
  expect(await statusOf(large, { prefer: 'respond-async' })).toBe('201 32768');
  expect(await statusOf(`${large}return`)).toBe('201 32774');
});
