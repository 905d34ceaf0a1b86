// A process that runs jobs, for the test beside it: `<folder>`. The body of a job is its
// number. Lines on stdin are `submit <number>` and `look <token>`; stdout tells each job that is accepted, and the end and
// result of each that is looked at. Bundled before it is run, since it imports the sources.

import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '../../packages/service/src/app/jobs.ts';
import { systemClock } from '../../packages/service/src/jobs/clock.ts';
import { openLocalFiles } from '../../packages/service/src/jobs/local-files.ts';
import { openSqlite } from '../../packages/service/src/jobs/sqlite.ts';
import { createSqliteStore } from '../../packages/service/src/jobs/sqlite-store.ts';
import { startJobs } from '../../packages/service/src/jobs/start-jobs.ts';

const [, , folder] = process.argv;
const MODEL_MILLISECONDS = 8;

const work = {
  check: async () => undefined,
  convert: async () => {},
  async run(_, { input, output, attempt }) {
    const number = await readFile(input, 'utf8');
    await writeFile(output, '{"number":');
    await sleep(MODEL_MILLISECONDS);
    await writeFile(output, `{"number":${number},"attempt":${attempt}}\n`);
    return { version: '1', rowsRead: 1, rowsWritten: 1, issues: 0, firstIssues: [], schema: 'number INT' };
  },
};

const store = createSqliteStore(await openSqlite(folder, 'jobs.db'), systemClock);
const jobs = startJobs({
  store,
  files: await openLocalFiles(folder),
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

/** Submits under a key, so that a submission which died may be sent again. */
async function submit(number) {
  const request = { model: 'm', input: { kind: 'records' }, body: Buffer.from(number), key: `key-${number}` };
  const { token } = await jobs.submit(request);
  tell({ accepted: number, token });
}

/** Tells the end of a job that has ended, and whether it has. */
async function look(token) {
  const job = await jobs.status(token).catch(({ code }) => ({ state: code }));
  if (!hasEnded(job) && job.state !== 'JOB_NOT_FOUND') return false;
  tell({ token, state: job.state, result: job.state === 'FINISHED' ? await readResult(token) : undefined });
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
