import { expect, it } from 'vitest';
import type { JobStore } from '../store.ts';

/** A store on a clock that stands still until it is told to go on. */
export interface TestStore {
  readonly store: JobStore;
  advance(milliseconds: number): Promise<void>;
  /** The time at the start. */
  readonly start: number;
}

export const TASK = { model: 'churn', input: { kind: 'records' } } as const;
export const OUTCOME = { version: '1', rowsRead: 2, rowsWritten: 2, issues: 0, firstIssues: [], schema: 'x INT' };

export function newJob(token: string, key?: string) {
  return { token, owner: '', key, fingerprint: 'f', task: TASK, target: undefined };
}

/** What every store of jobs does; `withStore` gives one that is empty at the start of each test. */
export function itKeepsJobs(withStore: (use: (test: TestStore) => Promise<void>) => Promise<void>): void {
  it('gives jobs in the order in which they came, each to one', () =>
    withStore(async ({ store, start }) => {
      for (const token of ['b', 'a']) await store.add(newJob(token), 10);
      const claims = [await store.claim('x', 100), await store.claim('y', 100), await store.claim('x', 100)];
      expect(claims.map((job) => [job?.token, job?.holder, job?.attempt, job?.state])).toEqual([
        ['b', 'x', 1, 'RUNNING'],
        ['a', 'y', 1, 'RUNNING'],
        [undefined, undefined, undefined, undefined],
      ]);
      expect(await store.find({ token: 'b' })).toMatchObject({ state: 'RUNNING', task: TASK, startedAt: start });
    }));

  it('takes no more than the limit, jobs that run left out', () =>
    withStore(async ({ store }) => {
      await store.add(newJob('a'), 1);
      await expect(store.add(newJob('b'), 1)).rejects.toMatchObject({ code: 'OVERLOADED' });
      await store.claim('x', 100);
      await store.add(newJob('b'), 1);
      expect(await store.countWaiting()).toBe(1);
    }));

  it('gives the job of a key that is known, at the limit too', () =>
    withStore(async ({ store }) => {
      await store.add(newJob('a', 'k'), 1);
      expect(await store.add(newJob('b', 'k'), 1)).toMatchObject({ token: 'a' });
      expect(await store.find({ owner: '', key: 'k' })).toMatchObject({ token: 'a' });
      expect(await store.find({ token: 'b' })).toBeUndefined();
    }));

  it('lets no two open jobs write the same file', () =>
    withStore(async ({ store }) => {
      await store.add({ ...newJob('a'), target: '/x' }, 9);
      await expect(store.add({ ...newJob('b'), target: '/x' }, 9)).rejects.toMatchObject({ code: 'JOB_STATE' });
      await store.kill('a', 50);
      await store.add({ ...newJob('b'), target: '/x' }, 9);
    }));

  it('gives a job anew when its lease has run out; then the first attempt changes nothing more', () =>
    withStore(async ({ store, advance }) => {
      await store.add(newJob('a'), 1);
      const first = await store.claim('x', 100);
      await advance(60);
      expect(await store.renew(first!, 100, { rows: 7 })).toBe(true);
      await advance(99);
      expect(await store.claim('y', 100)).toBeUndefined();
      expect(await store.find({ token: 'a' })).toMatchObject({ progress: { rows: 7 } });
      await advance(1);
      const second = await store.claim('x', 100);
      expect(second).toMatchObject({ attempt: 2, progress: { rows: 0 } });
      expect(await store.renew(first!, 100, { rows: 8 })).toBe(false);
      expect(await store.end(first!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(false);
      expect(await store.release(first!)).toBe(false);
      expect(await store.end(second!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(true);
      expect(await store.end(second!, { state: 'FINISHED', outcome: OUTCOME }, 50)).toBe(false);
    }));

  it('lets a released job wait again, as if nothing had been', () =>
    withStore(async ({ store }) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 100);
      expect(await store.release(claim!)).toBe(true);
      expect(await store.find({ token: 'a' })).toMatchObject({ state: 'SUBMITTED', attempt: 0 });
      expect(await store.claim('y', 100)).toMatchObject({ attempt: 1 });
    }));

  it('kills what has not ended, and nothing else', () =>
    withStore(async ({ store, start }) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 100);
      expect(await store.kill('a', 50)).toMatchObject({ now: true, job: { state: 'KILLED', endedAt: start } });
      expect(await store.kill('a', 50)).toMatchObject({ now: false, job: { state: 'KILLED' } });
      expect(await store.kill('b', 50)).toBeUndefined();
      expect(await store.end(claim!, { state: 'FAILED', failure: { code: 'INTERNAL', message: '' } }, 50)).toBe(false);
      expect(await store.claim('x', 100)).toBeUndefined();
    }));

  it('forgets ended jobs when their time is over', () =>
    withStore(async ({ store, advance }) => {
      await store.add(newJob('a', 'k'), 3);
      await store.add(newJob('b'), 3);
      const claim = await store.claim('x', 1000);
      await store.end(claim!, { state: 'FINISHED', outcome: OUTCOME }, 50);
      await advance(49);
      expect(await store.removeExpired()).toEqual([]);
      await advance(1);
      expect(await store.removeExpired()).toEqual(['a']);
      expect(await store.add(newJob('c', 'k'), 3)).toMatchObject({ token: 'c' });
    }));

  it('keeps the keys of owners apart', () =>
    withStore(async ({ store }) => {
      await store.add({ ...newJob('a', 'k'), owner: 'x' }, 9);
      expect(await store.add({ ...newJob('b', 'k'), owner: 'y' }, 9)).toMatchObject({ token: 'b' });
      expect(await store.add({ ...newJob('c', 'k'), owner: 'x' }, 9)).toMatchObject({ token: 'a' });
      expect(await store.find({ owner: 'y', key: 'k' })).toMatchObject({ token: 'b' });
      expect(await store.find({ owner: 'z', key: 'k' })).toBeUndefined();
    }));

  it('gives jobs to who has their model, and at last to anybody', () =>
    withStore(async ({ store, advance }) => {
      await store.add({ ...newJob('a'), task: { ...TASK, version: '2' } }, 9);
      await store.add(newJob('b'), 9);
      const claim = async (...models: { model: string; version?: string }[]) =>
        (await store.claim('x', 100, { models, patienceMs: 1000 }))?.token;
      expect(await claim()).toBeUndefined();
      expect(await claim({ model: 'other' }, { model: 'churn', version: '1' })).toBeUndefined();
      expect(await claim({ model: 'churn', version: '1' }, { model: 'churn', version: 'latest' })).toBe('b');
      await advance(1000);
      expect(await claim()).toBe('a');
    }));

  it('does all that comes at once, one after the other', () =>
    withStore(async ({ store }) => {
      const tokens = Array.from({ length: 40 }, (_, k) => `t${k}`);
      const added = await Promise.allSettled(tokens.map((token, k) => store.add(newJob(token, `k${k % 20}`), 15)));
      expect(added.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(15);
      expect(await store.countWaiting()).toBe(15);
      const claims = await Promise.all(tokens.map((_, k) => store.claim(`h${k}`, 1000)));
      const given = claims.flatMap((job) => (job === undefined ? [] : [job.token]));
      expect(new Set(given).size).toBe(given.length);
      for (let job = await store.claim('last', 1000); job !== undefined; job = await store.claim('last', 1000)) {
        expect(given).not.toContain(job.token);
        given.push(job.token);
      }
      expect(given).toHaveLength(15);
    }));
}
