// A process that runs jobs, for the tests: `<folder> [address of PostgreSQL]`. The body of a job is its
// number. Lines on stdin are `submit <number>` and `look <token>`; stdout tells each job that is accepted, and the end and
// result of each that is looked at. Bundled before it is run, since it imports the sources.

import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '../../packages/service/src/app/jobs.ts';
import { systemClock } from '../../packages/service/src/jobs/clock.ts';
import { openLocalFiles } from '../../packages/service/src/jobs/local-files.ts';
import { openPostgres } from '../../packages/service/src/jobs/postgres-database.ts';
import { createPostgresFiles } from '../../packages/service/src/jobs/postgres-files.ts';
import { createSqlStore } from '../../packages/service/src/jobs/sql-store.ts';
import { openSqlite } from '../../packages/service/src/jobs/sqlite.ts';
import { createSqliteDatabase } from '../../packages/service/src/jobs/sqlite-database.ts';
import { startJobs } from '../../packages/service/src/jobs/start-jobs.ts';

const [, , folder, address] = process.argv;
const MODEL_MILLISECONDS = 8;

const work = {
  check: async () => undefined,
  models: () => [{ model: 'm' }],
  convert: async () => {},
  async run(_, { input, output, attempt }) {
    const number = await readFile(input, 'utf8');
    await writeFile(output, '{"number":');
    await sleep(MODEL_MILLISECONDS);
    await writeFile(output, `{"number":${number},"attempt":${attempt}}\n`);
    return { version: '1', rowsRead: 1, rowsWritten: 1, issues: 0, firstIssues: [], schema: 'number INT' };
  },
};

const local = await openLocalFiles(folder);
const database =
  address === undefined
    ? createSqliteDatabase(await openSqlite(folder, 'jobs.db'), systemClock)
    : await openPostgres(address, () => {});
const jobs = startJobs({
  store: createSqlStore(database),
  files: address === undefined ? local : createPostgresFiles(database, local),
  work,
  concurrency: 2,
  leaseMs: 150,
  attempts: 1000,
});

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function readResult(token) {
  const chunks = [];
  for await (const chunk of (await jobs.result(token, 'ndjson')).read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Submits under a key, so that a submission which died, or which the store did not answer, may be sent again. */
async function submit(number) {
  const request = { model: 'm', input: { kind: 'records' }, body: Buffer.from(number), key: `key-${number}` };
  try {
    const { token } = await jobs.submit(request);
    tell({ accepted: number, token });
  } catch (error) {
    if (error.code !== 'JOB_STORE') throw error;
    setTimeout(submit, 50, number);
  }
}

/** Tells the end of a job that has ended, and whether it has. */
async function look(token) {
  const job = await jobs.status(token).catch(({ code }) => ({ state: code }));
  if (!hasEnded(job) && job.state !== 'JOB_NOT_FOUND') return false;
  const result = job.state === 'FINISHED' ? await readResult(token).catch(({ code }) => code) : undefined;
  if (result === 'JOB_STORE') return false;
  tell({ token, state: job.state, result });
  return true;
}

/** Tokens whose end is wanted. */
const watched = new Set();

/** One job after the other, so that many which wait do not keep the process from its work. */
async function watch() {
  for (const token of watched) if (await look(token)) watched.delete(token);
  setTimeout(watch, 20);
}

tell({ ready: process.version });
void watch();
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, what] = line.split(' ');
  if (verb === 'submit') void submit(what);
  else watched.add(what);
}
