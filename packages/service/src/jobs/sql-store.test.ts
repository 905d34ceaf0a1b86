import { describe, expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { createSqlStore } from './sql-store.ts';
import { bestLibrary, openSqlite, type SqliteLibrary } from './sqlite.ts';
import { createSqliteDatabase } from './sqlite-database.ts';
import { FakeClock } from './testdata/fake-clock.ts';
import { itKeepsJobs, newJob, OUTCOME, type TestStore } from './testdata/store-contract.ts';

const scratch = useScratchFolder();
const LIBRARIES: readonly SqliteLibrary[] = bestLibrary() === 'node' ? ['node', 'wasm'] : ['wasm'];

describe.each(LIBRARIES)('the store of jobs on SQLite of %s', (library) => {
  const withStore = async (use: (test: TestStore) => Promise<void>): Promise<void> => {
    const clock = new FakeClock();
    const store = createSqlStore(createSqliteDatabase(await openSqlite(scratch(''), 'jobs.db', library), clock));
    const advance = (milliseconds: number) => clock.advance(milliseconds);
    await use({ store, advance, start: clock.now() }).finally(() => store.close());
  };

  itKeepsJobs(withStore);

  it('keeps everything when it is opened again', async () => {
    await withStore(async ({ store }) => {
      await store.add(newJob('a'), 1);
      const claim = await store.claim('x', 1000);
      await store.end(claim!, { state: 'FINISHED', outcome: OUTCOME }, 50);
    });
    await withStore(async ({ store }) => {
      expect(await store.find({ token: 'a' })).toMatchObject({ state: 'FINISHED', outcome: OUTCOME });
    });
  });

  it('refuses what a newer release has made, and what is no database', async () => {
    await withStore(async () => {});
    const sql = await openSqlite(scratch(''), 'jobs.db', library);
    sql.exec('PRAGMA user_version = 99');
    expect(() => createSqliteDatabase(sql, new FakeClock())).toThrow('expected a store of jobs of version 1 or older');
    await sql.close();
    scratch('other.db', 'x'.repeat(10_000));
    const broken = openSqlite(scratch(''), 'other.db', library).then(async (other) => {
      try {
        createSqliteDatabase(other, new FakeClock());
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
