import type { Clock } from './clock.ts';
import type { JobFiles, ListedFile } from './files.ts';
import type { JobStore, StoredJob } from './store.ts';

/** Files this young may belong to a job that is about to be stored. */
const GRACE_MS = 10 * 60_000;
const EXPIRY_MS = 30_000;
/** In units of EXPIRY_MS. */
const SWEEP_EVERY = 120;

export interface House {
  readonly store: JobStore;
  readonly files: JobFiles;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** Removes jobs whose time is over, and now and then the files that dead processes have left. Gives what ends it. */
export function keepHouse(house: House): () => void {
  const { clock, onProblem } = house;
  let cancel = (): unknown => undefined;
  let closed = false;
  const tidy = async (turn: number): Promise<void> => {
    try {
      await removeExpired(house);
      if (turn % SWEEP_EVERY === 0) await sweep(house);
    } catch (error) {
      if (!closed) onProblem(error);
    }
    if (!closed) cancel = clock.after(EXPIRY_MS, () => void tidy(turn + 1));
  };
  void tidy(0);
  return () => {
    closed = true;
    cancel();
  };
}

async function removeExpired({ store, files }: House): Promise<void> {
  for (const token of await store.removeExpired()) await files.drop(token);
}

/** Removes old files that no job needs. */
export async function sweep({ store, files, clock }: House): Promise<void> {
  for (const file of await files.list()) {
    if (file.modifiedAt > clock.now() - GRACE_MS) continue;
    if (!isNeeded(file, await store.find({ token: file.token }))) await file.remove();
  }
}

function isNeeded({ place, attempt }: ListedFile, job: StoredJob | undefined): boolean {
  if (job === undefined) return false;
  if (place === 'inputs') return job.endedAt === undefined;
  if (attempt !== job.attempt) return false;
  return job.state === 'RUNNING' || (place === 'results' && job.state === 'FINISHED');
}
