import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasEnded, type Job, type JobRun, type JobState, type JobTask, type JobWork } from '../app/jobs.ts';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import { createSqliteDatabase } from './sqlite-database.ts';
import { type RunningJobs, startJobs } from './start-jobs.ts';
import type { JobStore } from './store.ts';
import { FakeClock } from './testdata/fake-clock.ts';
import { MemoryFiles } from './testdata/memory-files.ts';
import { Mortal } from './testdata/mortal.ts';

const scratch = useScratchFolder();
const LEASE_MS = 300;

/** What all processes of a run share, and what its callers have seen. */
class World {
  readonly clock = new FakeClock();
  readonly files = new MemoryFiles(this.clock);
  readonly accepted = new Map<string, string>();
  /** How often an end was recorded. */
  readonly ends = new Map<string, number>();
  readonly seen = new Map<string, Job>();
  readonly store: JobStore;

  constructor(store: JobStore) {
    const end: JobStore['end'] = async (claim, ending, keepMs) => {
      const done = await store.end(claim, ending, keepMs);
      if (done) this.ends.set(claim.token, (this.ends.get(claim.token) ?? 0) + 1);
      return done;
    };
    this.store = Object.assign(Object.create(store) as JobStore, bound(store), { end });
  }

  start(process: Mortal, concurrency: number): RunningJobs {
    const [store, files] = [process.use(this.store), process.use(this.files)];
    const work = process.use(createWork(this.files));
    return startJobs({ store, files, work, clock: this.clock, concurrency, leaseMs: LEASE_MS, attempts: 1000 });
  }
}

function bound(store: JobStore): JobStore {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(store)) as (keyof JobStore)[];
  return Object.fromEntries(names.map((name) => [name, store[name].bind(store)])) as unknown as JobStore;
}

/** Writes the body in capitals, in two steps; a body of `bad` fails. */
function createWork(files: MemoryFiles): JobWork {
  return {
    check: async () => undefined,
    models: () => [{ model: 'm' }],
    convert: async () => {},
    async run(_: JobTask, { input, output }: JobRun) {
      const text = files.text(input);
      files.write(output, 'half');
      await Promise.resolve();
      files.write(output, text.toUpperCase());
      return { version: '1', rowsRead: 1, rowsWritten: 1, issues: 0, firstIssues: [], schema: 'x STRING' };
    },
  };
}

const ORDER: Readonly<Record<JobState, number>> = { SUBMITTED: 0, RUNNING: 1, FINISHED: 2, FAILED: 2, KILLED: 2 };

/** What was seen once stays true: an ended job never changes again. */
function look(world: World, job: Job): void {
  const before = world.seen.get(job.token);
  if (before !== undefined && hasEnded(before)) expect(job).toEqual(before);
  if (before?.state === 'RUNNING') expect(ORDER[job.state]).toBeGreaterThan(0);
  world.seen.set(job.token, job);
}

/** One life of a process: jobs come, some are canceled, time passes; at some step it dies. */
async function live(world: World, life: Life): Promise<void> {
  const process = new Mortal(life.steps);
  const jobs = world.start(process, life.concurrency);
  life.submits.forEach((cancel, k) => {
    const text = `job ${world.accepted.size} ${k}`;
    const request = { model: 'm', input: { kind: 'records' }, body: new TextEncoder().encode(text) } as const;
    void jobs
      .submit(request)
      .then((job) => {
        world.accepted.set(job.token, text);
        return cancel ? jobs.cancel(job.token) : undefined;
      })
      .catch(() => {});
  });
  for (let tick = 0; tick < 3; tick++) {
    await world.clock.advance(LEASE_MS / 4);
    for (const token of world.accepted.keys()) {
      const job = await world.store.find({ token });
      if (job !== undefined) look(world, job);
    }
  }
  process.dead = true;
  world.clock.drop();
}

interface Life {
  readonly steps: number;
  readonly concurrency: number;
  /** Jobs that come, and whether they are canceled as soon as they are accepted. */
  readonly submits: readonly boolean[];
}

const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    steps: fc.integer({ min: 0, max: 60 }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    submits: fc.array(
      fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

it('every accepted job ends once, with its own result, wherever processes die', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const folder = scratch('');
      const base = new FakeClock();
      const sql = await openSqlite(folder, `jobs-${run++}.db`, 'wasm');
      const holder: { world?: World } = {};
      const clock = { now: () => holder.world?.clock.now() ?? base.now(), after: base.after.bind(base) };
      const world = new World(createSqlStore(createSqliteDatabase(sql, clock)));
      holder.world = world;
      try {
        for (const life of all) await live(world, life);
        await live(world, { steps: Number.POSITIVE_INFINITY, concurrency: 2, submits: [] });
        await live(world, { steps: Number.POSITIVE_INFINITY, concurrency: 2, submits: [] });
        for (const [token, text] of world.accepted) await checkEnd(world, token, text);
      } finally {
        await sql.close();
      }
    }),
    { numRuns: 60 },
  );
});

async function checkEnd(world: World, token: string, text: string): Promise<void> {
  const job = await world.store.find({ token });
  if (job === undefined) throw new Error(`lost: ${token}`);
  look(world, job);
  expect(['FINISHED', 'KILLED']).toContain(job.state);
  expect(world.ends.get(token) ?? 0).toBe(job.state === 'FINISHED' ? 1 : 0);
  if (job.state === 'FINISHED') expect(world.files.text(world.files.resultPath(job))).toBe(text.toUpperCase());
}
