import { describe, expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { bestLibrary, openSqlite, type SqliteLibrary } from './sqlite.ts';
import { createSqliteStore } from './sqlite-store.ts';
import type { JobStore } from './store.ts';
import { FakeClock } from './testdata/fake-clock.ts';

const scratch = useScratchFolder();
const LIBRARIES: readonly SqliteLibrary[] = bestLibrary() === 'node' ? ['node', 'wasm'] : ['wasm'];
const TASK = { model: 'churn', input: { kind: 'records' } } as const;
const OUTCOME = { version: '1', rowsRead: 2, rowsWritten: 2, issues: 0, firstIssues: [], schema: 'x INT' };
const newJob = (token: string, key?: string) => ({ token, key, fingerprint: 'f', task: TASK, target: undefined });

describe.each(LIBRARIES)('the store of jobs on SQLite of %s', (library) => {
  const withStore = async (use: (store: JobStore, clock: FakeClock) => Promise<void>): Promise<void> => {
    const clock = new FakeClock();
    const store = createSqliteStore(await openSqlite(scratch(''), 'jobs.db', library), clock);
    await use(store, clock).finally(() => store.close());
  };

  it('gives jobs in the order in which they came, each to one', () =>
    withStore(async (store) => {
      for (const token of ['b', 'a']) await store.add(newJob(token), 10);
      const claims = [await store.claim('x', 100), await store.claim('y', 100), await store.claim('x', 100)];
      expect(claims.map((job) => [job?.token, job?.owner, job?.attempt, job?.state])).toEqual([
        ['b', 'x', 1, 'RUNNING'],
        ['a', 'y', 1, 'RUNNING'],
        [undefined, undefined, undefined, undefined],
      ]);
      expect(await store.find({ token: 'b' })).toMatchObject({ state: 'RUNNING', task: TASK, startedAt: 1_000_000 });
    }));

  it('takes no more than the limit, jobs that run left out', () =>
    withStore(async (store) => {
      await store.add(newJob('a'), 1);
      await expect(store.add(newJob('b'), 1)).rejects.toMatchObject({ code: 'OVERLOADED' });
      await store.claim('x', 100);
      await store.add(newJob('b'), 1);
      expect(await store.countWaiting()).toBe(1);
    }));

  it('gives the job of a key that is known, at the limit too', () =>
    withStore(async (store) => {
      await store.add(newJob('a', 'k'), 1);
      expect(await store.add(newJob('b', 'k'), 1)).toMatchObject({ token: 'a' });
      expect(await store.find({ key: 'k' })).toMatchObject({ token: 'a' });
      expect(await store.find({ token: 'b' })).toBeUndefined();
    }));

  it('lets no two open jobs write the same file', () =>
    withStore(async (store) => {
      await store.add({ ...newJob('a'), target: '/x' }, 9);
      await expect(store.add({ ...newJob('b'), target: '/x' }, 9)).rejects.toMatchObject({ code: 'JOB_STATE' });
      await store.kill('a', 50);
      await store.add({ ...newJob('b'), target: '/x' }, 9);
    }));

  it('gives a job anew when its lease has run out; then the first attempt changes nothing more', () =>
    withStore(async (store, clock) => {
      await store.add(newJob('a'), 1);
      const first = await store.claim('x', 100);
      await clock.advance(60);
      expect(await store.renew(first!, 100, { rows: 7 })).toBe(true);
      await clock.advance(99);
      expect(await store.claim('y', 100)).toBeUndefined();
      expect(await store.find({ token: 'a' })).toMatchObject({ progress: { rows: 7 } });
      await clock.advance(1);
      const second = await store.claim('x', 100);
      expect(second).toMatchObject({ attempt: 2, progress: { rows: 0 } });
      expect(await store.renew(first!, 100, { rows: 8 })).toBe(false);
      expect(await store.end(first!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(false);
      expect(await store.release(first!)).toBe(false);
      expect(await store.end(second!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(true);
      expect(await store.end(second!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(false);
    }));

  it('lets a released job wait again, as if nothing had been', () =>
    withStore(async (store) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 100);
      expect(await store.release(claim!)).toBe(true);
      expect(await store.find({ token: 'a' })).toMatchObject({ state: 'SUBMITTED', attempt: 0 });
      expect(await store.claim('y', 100)).toMatchObject({ attempt: 1 });
    }));

  it('kills what has not ended, and nothing else', () =>
    withStore(async (store) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 100);
      expect(await store.kill('a', 50)).toMatchObject({ now: true, job: { state: 'KILLED', endedAt: 1_000_000 } });
      expect(await store.kill('a', 50)).toMatchObject({ now: false, job: { state: 'KILLED' } });
      expect(await store.kill('b', 50)).toBeUndefined();
      expect(await store.end(claim!, { state: 'FAILED', failure: { code: 'INTERNAL', message: '' } }, 50)).toBe(false);
      expect(await store.claim('x', 100)).toBeUndefined();
    }));

  it('forgets ended jobs when their time is over', () =>
    withStore(async (store, clock) => {
      await store.add(newJob('a', 'k'), 3);
      await store.add(newJob('b'), 3);
      const claim = await store.claim('x', 1000);
      await store.end(claim!, { state: 'FINISHED', outcome: OUTCOME }, 50);
      await clock.advance(49);
      expect(await store.removeExpired()).toEqual([]);
      await clock.advance(1);
      expect(await store.removeExpired()).toEqual(['a']);
      expect(await store.add(newJob('c', 'k'), 3)).toMatchObject({ token: 'c' });
    }));

  it('keeps everything when it is opened again', async () => {
    await withStore(async (store) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 1000);
      await store.end(claim!, { state: 'FINISHED', outcome: OUTCOME }, 50);
    });
    await withStore(async (store) => {
      expect(await store.find({ token: 'a' })).toMatchObject({ state: 'FINISHED', outcome: OUTCOME });
    });
  });

  it('refuses what a newer release has made, and what is no database', async () => {
    await withStore(async () => {});
    const sql = await openSqlite(scratch(''), 'jobs.db', library);
    sql.exec('PRAGMA user_version = 99');
    expect(() => createSqliteStore(sql, new FakeClock())).toThrow('expected a store of jobs of version 1 or older');
    await sql.close();
    scratch('other.db', 'x'.repeat(10_000));
    const broken = openSqlite(scratch(''), 'other.db', library).then(async (other) => {
      try {
        createSqliteStore(other, new FakeClock());
      } finally {
        await other.close();
      }
    });
    await expect(broken).rejects.toMatchObject({ code: 'JOB_STORE' });
  });
});

describe('a folder of jobs', () => {
  it('is that of one process at a time where the library cannot share it', async () => {
    const first = await openSqlite(scratch(''), 'jobs.db', 'wasm');
    await expect(openSqlite(scratch(''), 'jobs.db', 'wasm')).rejects.toMatchObject({ code: 'JOB_STORE' });
    await first.close();
    await (await openSqlite(scratch(''), 'jobs.db', 'wasm')).close();
  });
});
