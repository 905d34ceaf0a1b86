import { ScoringError } from '@tinderbox/scoring';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobRun, JobTask, JobWork } from '../app/jobs.ts';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import { createSqliteDatabase } from './sqlite-database.ts';
import { type JobsOptions, type RunningJobs, startJobs } from './start-jobs.ts';
import { FakeClock, settle } from './testdata/fake-clock.ts';
import { MemoryFiles } from './testdata/memory-files.ts';

const scratch = useScratchFolder();
const OUTCOME = { version: '1', rowsRead: 1, rowsWritten: 1, issues: 0, firstIssues: [], schema: 'x INT' };

/** Work that goes on until the test ends it. */
class Bench implements JobWork {
  readonly runs: (JobRun & { readonly end: (error?: unknown) => void })[] = [];
  readonly #files: MemoryFiles;

  constructor(files: MemoryFiles) {
    this.#files = files;
  }

  async check(): Promise<undefined> {}

  models() {
    return [{ model: 'm' }];
  }

  async convert(): Promise<void> {}

  async run(_: JobTask, run: JobRun) {
    const { output, signal } = run;
    await new Promise<void>((resolve, reject) => {
      this.runs.push({ ...run, end: (error) => (error === undefined ? resolve() : reject(error)) });
      signal.addEventListener('abort', () => reject(new ScoringError('CANCELED', 'stopped')));
    });
    this.#files.write(output, `of attempt ${run.attempt}`);
    return OUTCOME;
  }
}

let clock: FakeClock;
let files: MemoryFiles;
let bench: Bench;
let jobs: RunningJobs;
const problems: unknown[] = [];

async function start(options: Partial<JobsOptions> = {}): Promise<RunningJobs> {
  const store = createSqlStore(createSqliteDatabase(await openSqlite(scratch(''), 'jobs.db', 'wasm'), clock));
  const onProblem = (error: unknown) => problems.push(error);
  return startJobs({ store, files, work: bench, clock, keepMs: 60_000, leaseMs: 900, onProblem, ...options });
}

async function submit(key?: string): Promise<string> {
  const body = new TextEncoder().encode('body');
  const { token } = await jobs.submit({ model: 'm', input: { kind: 'records' }, body, key });
  await settle();
  return token;
}

beforeEach(async () => {
  clock = new FakeClock();
  files = new MemoryFiles(clock);
  bench = new Bench(files);
  problems.length = 0;
});

afterEach(async () => {
  await jobs.stop();
  expect(problems).toEqual([]);
});

it('a job goes from SUBMITTED over RUNNING to FINISHED, and is forgotten after a time', async () => {
  jobs = await start();
  const token = await submit();
  const other = await submit();
  expect((await jobs.status(token)).state).toBe('RUNNING');
  expect((await jobs.status(other)).state).toBe('SUBMITTED');
  await expect(jobs.result(token, 'ndjson')).rejects.toMatchObject({ code: 'JOB_STATE' });
  bench.runs[0]?.onProgress({ rows: 5 });
  await clock.advance(300);
  expect((await jobs.status(token)).progress).toEqual({ rows: 5 });
  bench.runs[0]?.end();
  await settle();
  expect(await jobs.status(token)).toMatchObject({ state: 'FINISHED', outcome: OUTCOME });
  expect((await jobs.status(other)).state).toBe('RUNNING');
  expect((await jobs.result(token, 'ndjson')).size).toBe('of attempt 1'.length);
  await clock.advance(120_000);
  await expect(jobs.status(token)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  expect([...files.contents.keys()]).toEqual([`inputs/${other}`]);
});

it('a long job keeps its lease', async () => {
  jobs = await start({ concurrency: 2 });
  await submit();
  await clock.advance(10_000);
  expect(bench.runs).toHaveLength(1);
});

it('a failed job tells why, but nothing of what nobody foresaw', async () => {
  jobs = await start({ concurrency: 2 });
  const [bad, broken] = [await submit(), await submit()];
  bench.runs[0]?.end(new ScoringError('INPUT_VALUE', 'expected a, got b', { row: 3 }));
  bench.runs[1]?.end(new TypeError('secret'));
  await settle();
  expect((await jobs.status(bad)).failure).toEqual({ code: 'INPUT_VALUE', message: 'row 3: expected a, got b' });
  expect((await jobs.status(broken)).failure).toEqual({ code: 'INTERNAL', message: 'internal error' });
  await expect(jobs.result(bad, 'ndjson')).rejects.toThrow(
    'got one that failed (INPUT_VALUE: row 3: expected a, got b)',
  );
  expect(files.contents.size).toBe(0);
});

it('a canceled job is KILLED at once, and its work ends', async () => {
  jobs = await start();
  const [first, second] = [await submit(), await submit()];
  expect((await jobs.cancel(second)).state).toBe('KILLED');
  expect((await jobs.cancel(first)).state).toBe('KILLED');
  await settle();
  expect(bench.runs.map(({ signal }) => signal.aborted)).toEqual([true]);
  expect(files.contents.size).toBe(0);
  await jobs.cancel(first);
  await expect(jobs.status(first)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

it('a stop lets what runs wait for the next process', async () => {
  jobs = await start();
  const token = await submit();
  await jobs.stop();
  jobs = await start();
  await settle();
  expect(bench.runs.map(({ attempt }) => attempt)).toEqual([1, 1]);
  bench.runs[1]?.end();
  await settle();
  expect((await jobs.status(token)).state).toBe('FINISHED');
});

it('no more jobs wait than may', async () => {
  jobs = await start({ limit: 1 });
  await submit();
  await submit('k');
  await expect(submit()).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(await jobs.countWaiting()).toBe(1);
  await submit('k');
  expect([...files.contents.keys()]).toHaveLength(2);
});

it('a job whose attempts all died has failed', async () => {
  const sql = await openSqlite(scratch(''), 'jobs.db', 'wasm');
  const store = createSqlStore(createSqliteDatabase(sql, clock));
  const token = 'x';
  await store.add(
    {
      token,
      owner: '',
      key: undefined,
      fingerprint: '',
      task: { model: 'm', input: { kind: 'records' } },
      target: undefined,
    },
    9,
  );
  for (const owner of ['a', 'b']) {
    await store.claim(owner, 100);
    await clock.advance(100);
  }
  await store.close();
  jobs = await start({ attempts: 2 });
  await settle();
  expect(await jobs.status(token)).toMatchObject({ state: 'FAILED', failure: { code: 'INTERNAL' } });
  expect(bench.runs).toEqual([]);
});

it('events tell each change, and end with the job', async () => {
  jobs = await start();
  const token = await submit();
  const states: string[] = [];
  const watching = (async () => {
    for await (const { state } of jobs.events(token, new AbortController().signal)) states.push(state);
  })();
  await clock.advance(1000);
  bench.runs[0]?.end();
  await clock.advance(1000);
  await watching;
  expect(states).toEqual(['RUNNING', 'FINISHED']);
});

it('files that no job needs go after a while', async () => {
  for (const name of ['inputs/gone', 'staging/gone.1', 'results/gone.2']) files.write(name, '');
  jobs = await start();
  await clock.advance(60_000);
  expect(files.contents.size).toBe(3);
  await clock.advance(2 * 60 * 60_000);
  expect(files.contents.size).toBe(0);
});
