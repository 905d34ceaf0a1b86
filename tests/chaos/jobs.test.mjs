// Kills a process that runs jobs, at any moment, again and again: no accepted job may be lost, none may have two results.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';

const KILLS = Number(process.env.TINDERBOX_KILLS ?? 100);
const JOBS_A_LIFE = 6;
const LOOKED_AT_AGAIN = 12;
/** After so much news of a process it is killed, and so long after that at most: most die in the middle of jobs. */
const MOST_EVENTS = 2 * JOBS_A_LIFE;
const MOST_MILLISECONDS = 30;

let folder;
let program;
/** What has been started and not been killed, perhaps by a test that failed. */
const living = new Set();

before(async () => {
  folder = createFolder('chaos');
  program = join(folder, 'program.mjs');
  // Packages are found from where the program lies.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [join(root, 'tests/chaos/jobs-process.mjs')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/index.ts') },
    external: ['node-sqlite3-wasm'],
    logLevel: 'warning',
  });
});

after(async () => {
  for (const each of living) await kill(each);
  rmSync(folder, { recursive: true });
});

/** What callers know of the jobs of one folder. */
class Ledger {
  /** Numbers by token. */
  accepted = new Map();
  /** Tokens by number. */
  tokens = new Map();
  /** What readers have seen at the end, by token. */
  results = new Map();

  /** Gives whether this was news. */
  note({ accepted, token, state, result }) {
    const known = this.accepted.size + this.results.size;
    if (accepted !== undefined) {
      assert.equal(this.tokens.get(accepted) ?? token, token, `two jobs for the key of ${accepted}`);
      this.tokens.set(accepted, token);
      this.accepted.set(token, accepted);
    }
    if (state !== undefined) {
      const seen = JSON.stringify({ state, result });
      assert.equal(this.results.get(token) ?? seen, seen, `another end of ${token}`);
      this.results.set(token, seen);
    }
    return this.accepted.size + this.results.size > known;
  }
}

/** Starts a process, and tells the ledger what it says; `problems` are what was wrong with that. */
function startProcess(jobs, ledger) {
  const child = spawn(process.execPath, ['--no-warnings', program, jobs], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = (line) => child.stdin.write(`${line}\n`);
  const problems = [];
  const counts = { told: 0 };
  let beReady;
  const ready = new Promise((resolve) => {
    beReady = resolve;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      const event = JSON.parse(line);
      if (event.ready !== undefined) beReady();
      else if (ledger.note(event)) counts.told++;
      if (event.accepted !== undefined) ask(`look ${event.token}`);
    } catch (error) {
      // A line that was cut by the kill says nothing.
      if (!(error instanceof SyntaxError)) problems.push(error);
    }
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  child.stdin.on('error', () => {});
  const started = { child, ready, ended, problems, counts, ask };
  living.add(started);
  return started;
}

async function kill(started) {
  started.child.kill('SIGKILL');
  await started.ended;
  living.delete(started);
}

/** So many processes share a folder; one after the other is killed and started anew. */
async function killAgainAndAgain(processes) {
  const jobs = join(folder, `jobs-of-${processes}`);
  mkdirSync(jobs);
  const ledger = new Ledger();
  let sent = 0;
  const start = async () => {
    const started = startProcess(jobs, ledger);
    const end = await Promise.race([started.ready, started.ended]);
    assert.equal(end, undefined, `the process did not start: ${JSON.stringify(end)}`);
    // What nobody has accepted is sent again, as callers do.
    for (let number = 0; number < sent; number++)
      if (!ledger.tokens.has(String(number))) started.ask(`submit ${number}`);
    // What has ended must stay as it was; the latest will do.
    const open = [...ledger.accepted.keys()].filter((token) => !ledger.results.has(token));
    for (const token of [...open, ...[...ledger.results.keys()].slice(-LOOKED_AT_AGAIN)]) started.ask(`look ${token}`);
    return started;
  };
  const fleet = [];
  for (let k = 0; k < processes; k++) fleet.push(await start());
  for (let life = 0; life < KILLS; life++) {
    const victim = fleet[life % processes];
    for (let k = 0; k < JOBS_A_LIFE; k++) victim.ask(`submit ${sent++}`);
    await untilTold(victim.counts, Math.random() * MOST_EVENTS);
    await sleep(Math.random() * MOST_MILLISECONDS);
    await kill(victim);
    assert.deepEqual(victim.problems, []);
    fleet[life % processes] = await start();
  }
  await finish(ledger, sent);
  for (const each of fleet) await kill(each);
  assert.deepEqual(
    fleet.flatMap(({ problems }) => problems),
    [],
  );
  return { ledger, sent, jobs };
}

/** Waits until a process has told so much more, which it does not where the others have done its jobs. */
async function untilTold(counts, more) {
  const enough = counts.told + more;
  for (let waited = 0; counts.told < enough && waited < 1000; waited += 2) await sleep(2);
}

/** Waits for the end of every job. */
async function finish(ledger, sent) {
  for (let waited = 0; ledger.results.size < sent; waited += 50) {
    assert.ok(waited < 120_000, `${ledger.accepted.size} accepted, ${ledger.results.size} of ${sent} ended`);
    await sleep(50);
  }
}

async function checkAll(processes) {
  const { ledger, sent, jobs } = await killAgainAndAgain(processes);
  assert.equal(ledger.accepted.size, sent);
  let again = 0;
  for (const [token, number] of ledger.accepted) {
    const { state, result } = JSON.parse(ledger.results.get(token));
    assert.equal(state, 'FINISHED', token);
    const answer = JSON.parse(result);
    assert.equal(answer.number, Number(number));
    if (answer.attempt > 1) again++;
  }
  const left = readdirSync(join(jobs, 'results')).length - sent;
  console.log(`${sent} jobs, ${again} taken up again, ${left} results of attempts that died`);
}

describe(`jobs on Node ${process.version}, killed ${KILLS} times`, () => {
  it('are neither lost nor doubled', () => checkAll(1));

  // Where it is missing, a folder belongs to one process.
  if (process.getBuiltinModule('node:sqlite') !== undefined) {
    it('are neither lost nor doubled where two processes share them', () => checkAll(2));
  }
});
