import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalFiles } from '../jobs/local-files.ts';
import { openPostgres } from '../jobs/postgres-database.ts';
import { createPostgresFiles } from '../jobs/postgres-files.ts';
import { createSqlStore } from '../jobs/sql-store.ts';
import { type RunningJobs, startJobs } from '../jobs/start-jobs.ts';
import { createWork, type LocalJobsOptions } from './local-jobs.ts';

export interface SharedJobsOptions extends Omit<LocalJobsOptions, 'folder' | 'store'> {
  /** Of a PostgreSQL database: a secret. */
  readonly address: string;
  /** For what an attempt works on; default one of the system's, gone at the end. */
  readonly folder: string | undefined;
}

/** Jobs kept in a database that other instances use too, which begin to run. */
export async function startSharedJobs(options: SharedJobsOptions): Promise<RunningJobs> {
  const { address, folder, roots, serving, batch, zone, ...settings } = options;
  const { onProblem = () => {} } = settings;
  const database = await openPostgres(address, onProblem);
  const scratch = await openScratch(folder);
  const files = createPostgresFiles(database, await openLocalFiles(scratch.folder));
  const work = createWork({ roots, serving, batch, zone });
  return startJobs({ store: createSqlStore(database), files, work, ...settings, onStopped: scratch.close });
}

async function openScratch(folder: string | undefined) {
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { folder, close: async () => {} };
  }
  const made = await mkdtemp(join(tmpdir(), 'tinderbox-jobs-'));
  return { folder: made, close: () => rm(made, { recursive: true, force: true }) };
}
