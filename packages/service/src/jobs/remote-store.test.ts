import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { answerStoreCalls, createRemoteStore, type StoreMethod } from './remote-store.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import { createSqliteDatabase } from './sqlite-database.ts';
import type { JobStore } from './store.ts';

let folder = '';
let local: JobStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  local = createSqlStore(createSqliteDatabase(await openSqlite(folder, 'jobs.db'), systemClock));
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

it('does with a store elsewhere what that does', async () => {
  const answer = answerStoreCalls(local);
  const store = createRemoteStore(async (method, values) => answer(method, structuredClone(values)));
  const task = { model: 'm', input: { kind: 'records' as const } };
  const job = { token: 't', owner: '', key: undefined, fingerprint: 'f', task, target: undefined };
  expect(await store.add(job, 10)).toMatchObject({ token: 't', state: 'SUBMITTED' });
  const claim = await store.claim('me', 1000);
  if (claim === undefined) throw new Error('no claim');
  expect(await store.renew(claim, 1000, { rows: 5 })).toBe(true);
  expect(await store.find({ token: 't' })).toEqual(await local.find({ token: 't' }));
  await expect(store.add({ ...job, token: 'u' }, 0)).rejects.toMatchObject({ code: 'OVERLOADED' });
  await store.close();
  expect(await local.countWaiting()).toBe(0);
});

it('calls nothing else', () => {
  expect(() => answerStoreCalls(local)('close' as StoreMethod, [])).toThrow(/expected a method/);
});
