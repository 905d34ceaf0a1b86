import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UTC } from '@tinderbox/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpResponse, Route } from '../../http/route.ts';
import type { RunningJobs } from '../../jobs/start-jobs.ts';
import { startLocalJobs } from '../../main/local-jobs.ts';
import { createLocalOperations } from '../../main/local-operations.ts';
import { openReader } from '../../records/open.ts';
import { CUSTOMERS, EXPECTED, MODEL } from '../cli/testdata/churn.ts';
import { answerOrToken, readPrefer } from './answer-or-token.ts';
import { readRange } from './byte-range.ts';
import { readJobRequest } from './job-request.ts';
import { createJobRoutes } from './job-routes.ts';
import { chooseForm } from './result-response.ts';
import { type Asked, ask, bytesOf, jsonOf, requestOf } from './testdata/ask.ts';
import { serveChurn } from './testdata/churn-serving.ts';

let folder: string;
let jobs: RunningJobs;
let routes: readonly Route[];
const csv = readFileSync(CUSTOMERS, 'utf8');
/** Spark's answers. */
const expected = readFileSync(EXPECTED, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const predictions = expected.map(({ prediction }) => ({ prediction }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinderbox-'));
  const { batch } = createLocalOperations({ sparkWorker: '', cores: 1, usage: () => ({ seconds: 0, peakBytes: 0 }) });
  const serving = await serveChurn(MODEL);
  jobs = await startLocalJobs({
    folder: join(folder, 'jobs'),
    roots: [folder],
    serving,
    batch,
    zone: UTC,
  });
  routes = createJobRoutes(jobs);
});

afterAll(async () => {
  await jobs.stop();
  rmSync(folder, { recursive: true });
});

/** Submits and waits for the end, by its events; answers the last status. */
async function finish(line: string, asked: Asked): Promise<Record<string, unknown>> {
  const response = await ask(routes, line, asked);
  expect(response.status).toBe(202);
  const { token, state } = await jsonOf(response);
  expect(state).toBe('SUBMITTED');
  expect(response.headers).toMatchObject({ location: `/v1/jobs/${token}` });
  await bytesOf(await ask(routes, `GET /v1/jobs/${token}/events`));
  return jsonOf(await ask(routes, `GET /v1/jobs/${token}`));
}

/** The customers as records. */
async function customers(): Promise<readonly Record<string, unknown>[]> {
  const schema = (await serveChurn(MODEL)).model('churn').input;
  const reader = await openReader({ format: 'csv', source: CUSTOMERS, schema });
  const records: Record<string, unknown>[] = [];
  for await (const batch of reader.batches()) {
    for (const row of batch)
      records.push(Object.fromEntries(reader.schema.fields.map(({ name }, k) => [name, row[k]])));
  }
  return records;
}

const CSV = { headers: { 'content-type': 'text/csv; charset=utf-8' }, body: csv };
const linesOf = (bytes: Buffer) =>
  bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('jobs over HTTP', () => {
  it('answer an uploaded table as Spark does, in every form and range', async () => {
    const done = await finish('POST /v1/jobs?model=churn', CSV);
    expect(done).toMatchObject({ state: 'FINISHED', version: '1', rows_read: expected.length, issues: 0 });
    const result = `GET ${done.result}`;
    const lines = await bytesOf(await ask(routes, result));
    expect(linesOf(lines)).toEqual(expected);
    const accept = (type: string) => ask(routes, result, { headers: { accept: type } });
    expect(JSON.parse((await bytesOf(await accept('application/json'))).toString())).toEqual(expected);
    for (const [type, format] of [
      ['parquet', 'parquet'],
      ['arrow.file', 'arrow'],
      ['arrow.stream', 'arrow'],
    ] as const) {
      const path = join(folder, `result.${format}`);
      writeFileSync(path, await bytesOf(await accept(`application/vnd.apache.${type}`)));
      const reader = await openReader({ format, source: path });
      let rows = 0;
      for await (const batch of reader.batches()) rows += batch.length;
      await reader.close();
      expect([type, rows, reader.schema.fields.length]).toEqual([
        type,
        expected.length,
        Object.keys(expected[0]).length,
      ]);
    }
    const part = await ask(routes, result, { headers: { range: 'bytes=10-19' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 10-19/${lines.length}` } });
    expect(await bytesOf(part)).toEqual(lines.subarray(10, 20));
    const tag = part.headers?.etag ?? '';
    expect((await ask(routes, result, { headers: { range: 'bytes=0-9', 'if-range': tag } })).status).toBe(206);
    expect((await ask(routes, result, { headers: { range: 'bytes=0-9', 'if-range': '"x"' } })).status).toBe(200);
    const outside = await ask(routes, result, { headers: { range: `bytes=${lines.length}-` } });
    expect(outside).toMatchObject({ status: 416, headers: { 'content-range': `bytes */${lines.length}` } });
    expect(await jsonOf(outside)).toMatchObject({ error: { code: 'RANGE_NOT_SATISFIABLE' } });
    await expect(accept('image/png')).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
  });

  it('answer records in the request, the wanted columns alone', async () => {
    const records = await customers();
    const body = JSON.stringify({ model: 'churn', columns: ['prediction'], records });
    const done = await finish('POST /v1/jobs', { body });
    expect(linesOf(await bytesOf(await ask(routes, `GET ${done.result}`)))).toEqual(predictions);
    const names = Object.keys(records[0] ?? {});
    const data = Object.fromEntries(names.map((name) => [name, records.map((record) => record[name])]));
    const byColumn = await finish('POST /v1/jobs?model=churn&columns=prediction', { body: JSON.stringify({ data }) });
    expect(linesOf(await bytesOf(await ask(routes, `GET ${byColumn.result}`)))).toEqual(predictions);
    const asCsv = await bytesOf(await ask(routes, `GET ${done.result}`, { headers: { accept: 'text/csv' } }));
    expect(asCsv.toString()).toBe(
      `prediction\n${predictions.map(({ prediction }) => prediction.toFixed(1)).join('\n')}\n`,
    );
    const lines = records.map((record) => JSON.stringify(record)).join('\n');
    const upload = { headers: { 'content-type': 'application/x-ndjson' }, body: lines };
    const other = await finish('POST /v1/jobs?model=churn&columns=prediction', upload);
    expect(linesOf(await bytesOf(await ask(routes, `GET ${other.result}`)))).toEqual(predictions);
  });

  it('score files into files under the allowed folders', async () => {
    const path = join(folder, 'in.csv');
    writeFileSync(path, csv);
    const output = join(folder, 'out.jsonl');
    const body = JSON.stringify({ model: 'churn', columns: ['prediction'], input: { path }, output: { path: output } });
    const done = await finish('POST /v1/jobs', { body });
    expect(done).toMatchObject({ state: 'FINISHED', rows_written: expected.length, output: { path: output } });
    expect(linesOf(readFileSync(output))).toEqual(predictions);
    await expect(ask(routes, `GET /v1/jobs/${done.token}/result`)).rejects.toMatchObject({ code: 'JOB_STATE' });
    expect(await finish('POST /v1/jobs', { body })).toMatchObject({ state: 'FAILED', error: { code: 'FILE_EXISTS' } });
    symlinkSync(tmpdir(), join(folder, 'away'));
    for (const outside of [
      '/etc/passwd',
      'in.csv',
      join(folder, '../x'),
      join(folder, 'away/x'),
      join(folder, '*.csv'),
    ]) {
      const bad = JSON.stringify({ model: 'churn', input: { path: outside }, output: { path: output } });
      await expect(ask(routes, 'POST /v1/jobs', { body: bad })).rejects.toMatchObject({ code: 'FILE_DENIED' });
    }
  });

  it('fail with the place of a bad row, or leave it out and tell', async () => {
    const good = await customers();
    const records = [{ ...good[0], tenure_months: 'long' }, good[0], { plan: 'starter' }];
    const submit = (options: object) =>
      finish('POST /v1/jobs', {
        body: JSON.stringify({ model: 'churn', columns: ['prediction'], records, ...options }),
      });
    const failed = await submit({});
    expect(failed).toMatchObject({ state: 'FAILED', error: { code: 'INPUT_VALUE' } });
    expect(String((failed.error as { message: string }).message)).toMatch(/column "tenure_months", row 1: /);
    expect(JSON.stringify(failed)).not.toContain(folder);
    await expect(ask(routes, `GET /v1/jobs/${failed.token}/result`)).rejects.toMatchObject({ code: 'JOB_STATE' });
    const reported = await submit({ on_error: 'report' });
    expect(reported).toMatchObject({ state: 'FINISHED', rows_read: 3, rows_written: 1, issues: 2 });
    expect(reported.first_issues).toMatchObject([
      { row: 1, code: 'INPUT_VALUE' },
      { row: 3, code: 'INPUT_COLUMN_MISSING' },
    ]);
    expect(linesOf(await bytesOf(await ask(routes, `GET ${reported.result}`)))).toEqual(predictions.slice(0, 1));
    expect(await submit({ on_error: 'report', missing: 'null' })).toMatchObject({
      first_issues: [{ row: 1 }, { row: 3, code: 'INPUT_VALUE_NULL' }],
    });
    const lacking = { ...CSV, body: 'plan\nstarter\n' };
    expect(await finish('POST /v1/jobs?model=churn', lacking)).toMatchObject({
      error: { code: 'INPUT_COLUMN_MISSING' },
    });
  });

  it('refuse bad requests at once', async () => {
    const cases: readonly (readonly [string, Asked, string])[] = [
      ['POST /v1/jobs', { body: '{' }, 'INPUT_FORMAT'],
      ['POST /v1/jobs', { body: '{"model":"churn"}' }, 'INPUT_FORMAT'],
      ['POST /v1/jobs', { body: '{"model":"churn","records":{}}' }, 'INPUT_FORMAT'],
      ['POST /v1/jobs', { body: '{"model":"churn","data":{"a":[1],"b":[]}}' }, 'INPUT_FORMAT'],
      ['POST /v1/jobs', { body: '{"model":"churn","records":[],"data":{}}' }, 'INPUT_FORMAT'],
      ['POST /v1/jobs', { body: '{"model":"churn","records":[],"columns":["nope"]}' }, 'INPUT_COLUMN_MISSING'],
      ['POST /v1/jobs', { body: '{"model":"other","records":[]}' }, 'MODEL_NOT_FOUND'],
      ['POST /v1/jobs', { body: '', headers: { 'content-type': 'text/csv' } }, 'INPUT_FORMAT'],
      ['POST /v1/jobs?model=churn', { body: '', headers: { 'content-type': 'image/png' } }, 'FORMAT_UNSUPPORTED'],
      ['POST /v1/jobs?model=churn&on_error=x', { body: '[]' }, 'INPUT_FORMAT'],
      ['GET /v1/jobs/x', {}, 'JOB_NOT_FOUND'],
      ['GET /v1/jobs/x/result', {}, 'JOB_NOT_FOUND'],
      ['GET /v1/jobs/x/events', {}, 'JOB_NOT_FOUND'],
      ['DELETE /v1/jobs/x', {}, 'JOB_NOT_FOUND'],
    ];
    for (const [line, asked, code] of cases) {
      await expect(ask(routes, line, asked), line).rejects.toMatchObject({ code });
    }
  });

  it('give one job for one key, and refuse the key of another request', async () => {
    const headers = { 'idempotency-key': '"abc"' };
    const submit = (body: string): Promise<HttpResponse> => ask(routes, 'POST /v1/jobs', { headers, body });
    const { token } = await jsonOf(await submit('{"model":"churn","records":[]}'));
    expect(await jsonOf(await submit('{"model":"churn","records":[]}'))).toMatchObject({ token });
    await expect(submit('{"model":"churn","records":[ ]}')).rejects.toMatchObject({ code: 'JOB_STATE' });
  });

  it('forget an ended job that is deleted', async () => {
    const { token } = await finish('POST /v1/jobs', { body: '{"model":"churn","records":[]}' });
    expect(await bytesOf(await ask(routes, `GET /v1/jobs/${token}/result`))).toHaveLength(0);
    expect(await jsonOf(await ask(routes, `DELETE /v1/jobs/${token}`))).toMatchObject({ state: 'FINISHED' });
    await expect(ask(routes, `GET /v1/jobs/${token}`)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });

  it('tell their states as events', async () => {
    const { token } = await jsonOf(await ask(routes, 'POST /v1/jobs?model=churn', CSV));
    const text = (await bytesOf(await ask(routes, `GET /v1/jobs/${token}/events`))).toString();
    const states = [...text.matchAll(/^event: (.*)\ndata: (.*)\n\n/gm)].map(([, state = '', data = '']) => {
      expect(JSON.parse(data)).toMatchObject({ token, state });
      return state;
    });
    expect(states.at(-1)).toBe('FINISHED');
  });
});

describe('a caller who prefers a token', () => {
  const predict = (prefer: string, body = '{"model":"churn","records":[]}') => {
    const request = requestOf('/', { headers: { prefer }, body });
    return answerOrToken(jobs, request, () => readJobRequest(request));
  };

  it('gets none unless it says so', async () => {
    expect(await predict('wait=10')).toBeUndefined();
    expect(await predict('return=minimal')).toBeUndefined();
  });

  it('gets one at once, or the answer in time', async () => {
    expect(await predict('respond-async')).toMatchObject({
      status: 202,
      headers: { 'preference-applied': 'respond-async' },
    });
    const answer = await predict('respond-async, wait=30');
    expect(answer).toMatchObject({ status: 200, headers: { 'content-location': expect.stringMatching(/\/result$/) } });
    await expect(predict('respond-async, wait=30', '{"model":"churn","records":[{"plan":7}]}')).rejects.toMatchObject({
      kind: 'invalid_input',
    });
  });

  it('says how long it waits', () => {
    const table = ['', 'respond-async', 'Respond-Async;x, wait=5', 'wait=5, respond-async', 'respond-async, wait="7"'];
    expect(table.map(readPrefer)).toEqual([undefined, 0, undefined, 5, 7]);
  });
});

describe('headers', () => {
  it('name byte ranges as RFC 9110 has them', () => {
    const table = ['bytes=0-0', 'bytes=5-', 'bytes=-3', 'bytes=-99', 'bytes=8-99', 'bytes=10-', 'bytes=-0'];
    expect(table.map((header) => readRange(header, 10))).toEqual([
      { start: 0, end: 1 },
      { start: 5, end: 10 },
      { start: 7, end: 10 },
      { start: 0, end: 10 },
      { start: 8, end: 10 },
      undefined,
      undefined,
    ]);
    for (const header of [undefined, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,3-4', 'rows=1-2']) {
      expect(readRange(header, 10)).toBe('all');
    }
  });

  it('name media types by weight', () => {
    const table: readonly (readonly [string | undefined, string])[] = [
      [undefined, 'ndjson'],
      ['*/*', 'ndjson'],
      ['application/json', 'json'],
      ['text/*', 'csv'],
      ['text/csv;q=0.5, application/json;q=0.9', 'json'],
      ['application/x-ndjson;q=0, application/*', 'json'],
    ];
    for (const [accept, form] of table) expect(chooseForm(accept)[1]).toBe(form);
  });
});
