import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createJobWork, type JobWorkPorts } from '../app/job-work.ts';
import type { JobWork } from '../app/jobs.ts';
import { allowRoots } from '../jobs/allowed-roots.ts';
import { systemClock } from '../jobs/clock.ts';
import { openLocalFiles } from '../jobs/local-files.ts';
import { createSqlStore } from '../jobs/sql-store.ts';
import { openSqlite } from '../jobs/sqlite.ts';
import { createSqliteDatabase } from '../jobs/sqlite-database.ts';
import { type JobsOptions, type RunningJobs, startJobs } from '../jobs/start-jobs.ts';
import type { JobStore } from '../jobs/store.ts';
import { openReader, openWriter } from '../records/open.ts';

export interface LocalJobsOptions
  extends Pick<JobWorkPorts, 'serving' | 'batch' | 'zone'>,
    Omit<JobsOptions, 'store' | 'files' | 'work' | 'clock'> {
  /** Holds the store, the bodies and the results; made where it is missing. */
  readonly folder: string;
  /** The folders in which callers may name files. */
  readonly roots: readonly string[];
  /** That of another process; default one in the folder. */
  readonly store?: JobStore | undefined;
}

/** The store of jobs in a folder, for this process, or for all whose calls it passes on. */
export async function openLocalStore(folder: string): Promise<JobStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return createSqlStore(createSqliteDatabase(await openSqlite(folder, 'jobs.db'), systemClock));
}

/** Jobs kept on this machine, which begin to run. */
export async function startLocalJobs(options: LocalJobsOptions): Promise<RunningJobs> {
  const { folder, roots, serving, batch, zone, store = await openLocalStore(folder), ...settings } = options;
  const files = await openLocalFiles(folder);
  return startJobs({ store, files, work: createWork({ roots, serving, batch, zone }), ...settings });
}

type WorkOptions = Pick<LocalJobsOptions, 'roots' | 'serving' | 'batch' | 'zone'>;

export function createWork({ roots, serving, batch, zone }: WorkOptions): JobWork {
  return createJobWork({
    ...{ serving, batch, zone, openReader, openWriter, readFile },
    createFile: (path) => createWriteStream(path),
    roots: allowRoots(roots),
  });
}
