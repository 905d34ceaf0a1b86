import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTimeZone } from '@tinderbox/scoring';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Route } from '../../http/route.ts';
import type { RunningJobs } from '../../jobs/start-jobs.ts';
import { startLocalJobs } from '../../main/local-jobs.ts';
import { openReader } from '../../records/open.ts';
import { serveEcho } from '../dialect/testdata/echo-model.ts';
import { createJobRoutes } from './job-routes.ts';
import { type Asked, ask, bytesOf, jsonOf } from './testdata/ask.ts';

const ZONE = requireTimeZone('Asia/Tokyo');
/** 2020-01-02T03:04:05 in Tokyo. */
const MICROSECONDS = 1_577_901_845_000_000n;

let folder: string;
let jobs: RunningJobs;
let routes: readonly Route[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
  const batch = () => Promise.reject(new Error('no files'));
  const serving = serveEcho({ x: 'timestamp' }, ZONE);
  jobs = await startLocalJobs({ folder: join(folder, 'jobs'), roots: [], serving, batch, zone: ZONE });
  routes = createJobRoutes(jobs);
});

afterEach(async () => {
  await jobs.stop();
  rmSync(folder, { recursive: true });
});

/** The result of a job in a form. */
async function resultOf(line: string, asked: Asked, accept: string): Promise<Buffer> {
  const { token } = await jsonOf(await ask(routes, line, asked));
  await bytesOf(await ask(routes, `GET /v1/jobs/${token}/events`));
  return bytesOf(await ask(routes, `GET /v1/jobs/${token}/result`, { headers: { accept } }));
}

const RECORDS = { body: '{"model":"echo","records":[{"x":"2020-01-02T03:04:05"}]}' };
const TABLE = { headers: { 'content-type': 'text/csv' }, body: 'x\n2020-01-02T03:04:05\n' };
const LINES = { headers: { 'content-type': 'application/x-ndjson' }, body: '{"x":"2020-01-01T18:04:05Z"}' };

it.each([
  ['records', 'POST /v1/jobs', RECORDS],
  ['CSV', 'POST /v1/jobs?model=echo', TABLE],
  ['lines', 'POST /v1/jobs?model=echo', LINES],
])('timestamps of %s are of the zone of the server, in every form', async (_, line, asked) => {
  const text = async (accept: string) => (await resultOf(line, asked, accept)).toString();
  expect(await text('application/x-ndjson')).toBe('{"x":"2020-01-02T03:04:05.000+09:00"}\n');
  expect(await text('text/csv')).toBe('x\n2020-01-02T03:04:05.000+09:00\n');
  const path = join(folder, 'result.parquet');
  writeFileSync(path, await resultOf(line, asked, 'application/vnd.apache.parquet'));
  const reader = await openReader({ format: 'parquet', source: path });
  for await (const batch of reader.batches()) expect(batch).toEqual([[MICROSECONDS]]);
  await reader.close();
});
