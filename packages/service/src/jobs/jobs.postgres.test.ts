import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import type { Database } from './database.ts';
import { openLocalFiles } from './local-files.ts';
import { openPostgres } from './postgres-database.ts';
import { createPostgresFiles } from './postgres-files.ts';
import { createSqlStore } from './sql-store.ts';
import { itKeepsJobs, newJob, type TestStore } from './testdata/store-contract.ts';

const scratch = useScratchFolder();
const address = process.env.TINDERBOX_TEST_POSTGRES ?? '';
const START = 1_000_000;
let schemas = 0;

/** A database with tables of its own. */
async function openSchema(name = `test_${process.pid}_${schemas++}`): Promise<Database> {
  const open = (options: string) => openPostgres(`${address}?options=${encodeURIComponent(options)}`, () => {});
  const outside = await open('-c search_path=public');
  await outside.run(`CREATE SCHEMA IF NOT EXISTS ${name}`);
  await outside.close();
  return open(`-c search_path=${name}`);
}

describe('the store of jobs on PostgreSQL', () => {
  const withStore = async (use: (test: TestStore) => Promise<void>): Promise<void> => {
    const database = await openSchema();
    await database.run('CREATE TABLE clock (now BIGINT)');
    await database.run('INSERT INTO clock VALUES (?)', [START]);
    await database.run(
      "CREATE OR REPLACE FUNCTION tinderbox_now() RETURNS BIGINT LANGUAGE SQL VOLATILE AS 'SELECT now FROM clock'",
    );
    const store = createSqlStore(database);
    const advance = async (milliseconds: number) => {
      await database.run('UPDATE clock SET now = now + ?', [milliseconds]);
    };
    await use({ store, advance, start: START }).finally(() => store.close());
  };

  itKeepsJobs(withStore);

  it('is made once by many who come at once, and is that of all', async () => {
    const name = `test_${process.pid}_many`;
    const first = await openSchema(name);
    await first.exclusively((run) => run('DROP TABLE tinderbox_jobs, tinderbox_parts, tinderbox_version'));
    await first.run('DROP FUNCTION tinderbox_now()');
    await first.close();
    const stores = (await Promise.all(Array.from({ length: 6 }, () => openSchema(name)))).map(createSqlStore);
    await stores[0]?.add(newJob('a', 'k'), 9);
    for (const store of stores) expect(await store.find({ token: 'a' })).toMatchObject({ state: 'SUBMITTED' });
    const added = await Promise.all(stores.map((store, k) => store.add(newJob(`b${k}`, 'same'), 9)));
    expect(new Set(added.map(({ token }) => token)).size).toBe(1);
    const claims = await Promise.all(stores.map((store, k) => store.claim(`h${k}`, 1000)));
    const given = claims.flatMap((job) => (job === undefined ? [] : [job.token]));
    expect(new Set(given).size).toBe(given.length);
    for (const store of stores) await store.close();
  });

  it('refuses what a newer release has made', async () => {
    const name = `test_${process.pid}_newer`;
    const database = await openSchema(name);
    await database.run('UPDATE tinderbox_version SET version = 99');
    await database.close();
    await expect(openSchema(name)).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
  });

  it('tells what is wrong without the address', async () => {
    const wrong = new URL(address);
    wrong.password = 'hunter2';
    const refused: unknown = await openPostgres(wrong.href, () => {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'JOB_STORE' });
    expect(String(refused)).not.toContain('hunter2');
    wrong.port = '1';
    await expect(openPostgres(wrong.href, () => {})).rejects.toThrow(/ECONNREFUSED/);
  });

  it('goes on after its connections were cut', async () => {
    const database = await openSchema();
    const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tinderbox'";
    await database.run(cut).catch(() => {});
    for (let attempt = 0; attempt < 20; attempt++) await database.run('SELECT 1').catch(() => {});
    expect(await database.run('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(database.exclusively(() => database.run(cut))).rejects.toMatchObject({ code: 'JOB_STORE' });
    expect(await database.exclusively((run) => run('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await database.close();
  });
});

describe('bodies and results in PostgreSQL', () => {
  const MEGABYTE = 2 ** 20;

  it.each([0, 1, MEGABYTE - 1, MEGABYTE, 2 * MEGABYTE + 77])(
    'keep %d bytes, and give any range of them',
    async (size) => {
      const database = await openSchema();
      const files = createPostgresFiles(database, await openLocalFiles(scratch('')));
      const bytes = randomBytes(size);
      const claim = { token: '6e0ff2a1-0000-4000-8000-000000000000', holder: 'x', attempt: 1 };
      await files.writeInput(claim.token, bytes);
      expect((await readFile(await files.input(claim))).equals(bytes)).toBe(true);
      writeFileSync(files.stagingPath(claim), bytes);
      await files.publish(claim);
      expect(readdirSync(`${scratch('')}/staging`)).toEqual([]);
      const stored = await files.open(claim, 'ndjson', async () => {});
      expect(stored.size).toBe(size);
      const ends = [0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, size].filter((end) => end <= size);
      for (const start of ends) {
        for (const end of ends.filter((each) => each >= start)) {
          const chunks: Uint8Array[] = [];
          for await (const chunk of stored.read(start, end)) chunks.push(chunk);
          expect(Buffer.concat(chunks).equals(bytes.subarray(start, end)), `${start} to ${end}`).toBe(true);
        }
      }
      const other = await files.open(claim, 'csv', async ({ input, output }) => {
        await writeFile(output, (await readFile(input)).toString('hex'));
      });
      expect(other.size).toBe(2 * size);
      expect((await files.list()).map(({ place, attempt }) => [place, attempt])).toEqual(
        expect.arrayContaining([
          ['inputs', undefined],
          ['results', 1],
        ]),
      );
      await files.drop(claim.token);
      expect(await files.list()).toEqual([]);
      await expect(files.open(claim, 'ndjson', async () => {})).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
      await database.close();
    },
  );
});
