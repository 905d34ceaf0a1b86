// Processes that run jobs, and are killed at any moment, again and again.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { root } from '../runner.mjs';

const JOBS_A_LIFE = 6;
const LOOKED_AT_AGAIN = 12;
/** After so much news of a process it is killed, and so long after that at most: most die in the middle of jobs. */
const MOST_EVENTS = 2 * JOBS_A_LIFE;
const MOST_MILLISECONDS = 30;

/** Bundles the process into a folder, and gives the path of its program. */
export async function buildProcess(folder) {
  const program = join(folder, 'program.mjs');
  // Packages are found from where the program lies.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [join(root, 'tests/chaos/jobs-process.mjs')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/index.ts') },
    external: ['node-sqlite3-wasm', 'pg'],
    logLevel: 'warning',
  });
  return program;
}

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
function startProcess(args, ledger) {
  const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
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
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return { kill, ready, ended, problems, counts, ask };
}

/** Waits until a process has told so much more, which it does not where the others have done its jobs. */
async function untilTold(counts, more) {
  const enough = counts.told + more;
  for (let waited = 0; counts.told < enough && waited < 1000; waited += 2) await sleep(2);
}

/** Processes that share a store, one for each list of arguments. */
class Fleet {
  ledger = new Ledger();
  sent = 0;
  #args;
  #living = [];

  constructor(args) {
    this.#args = args;
  }

  get size() {
    return this.#args.length;
  }

  async start(k) {
    const { ledger } = this;
    const started = startProcess(this.#args[k], ledger);
    this.#living[k] = started;
    const end = await Promise.race([started.ready, started.ended]);
    assert.equal(end, undefined, `the process did not start: ${JSON.stringify(end)}`);
    // What nobody has accepted is sent again, as callers do.
    for (let number = 0; number < this.sent; number++)
      if (!ledger.tokens.has(String(number))) started.ask(`submit ${number}`);
    // What has ended must stay as it was; the latest will do.
    const open = [...ledger.accepted.keys()].filter((token) => !ledger.results.has(token));
    for (const token of [...open, ...[...ledger.results.keys()].slice(-LOOKED_AT_AGAIN)]) started.ask(`look ${token}`);
  }

  /** One life of a process: jobs come, and at some moment it is killed. */
  async live(k) {
    const victim = this.#living[k];
    for (let job = 0; job < JOBS_A_LIFE; job++) victim.ask(`submit ${this.sent++}`);
    await untilTold(victim.counts, Math.random() * MOST_EVENTS);
    await sleep(Math.random() * MOST_MILLISECONDS);
    await this.kill(k);
  }

  async kill(k) {
    await this.#living[k]?.kill();
    assert.deepEqual(this.#living[k]?.problems ?? [], []);
  }

  /** Waits for the end of every job. */
  async finish() {
    const { ledger, sent } = this;
    for (let waited = 0; ledger.results.size < sent; waited += 50) {
      assert.ok(waited < 120_000, `${ledger.accepted.size} accepted, ${ledger.results.size} of ${sent} ended`);
      await sleep(50);
    }
  }

  async close() {
    for (let k = 0; k < this.size; k++) await this.kill(k);
  }
}

/**
 * Kills one process after the other, so often in all, and starts it anew; `meanwhile` is called in each of their lives.
 * Fails unless every job that was accepted has ended once, with its own result.
 */
export async function killAgainAndAgain({ args, kills, meanwhile = async () => {} }) {
  const fleet = new Fleet(args);
  try {
    for (let k = 0; k < fleet.size; k++) await fleet.start(k);
    for (let life = 0; life < kills; life++) {
      const k = life % fleet.size;
      await Promise.all([fleet.live(k), meanwhile(life)]);
      await fleet.start(k);
    }
    await fleet.finish();
  } finally {
    await fleet.close();
  }
  return checkAll(fleet);
}

function checkAll({ ledger, sent }) {
  assert.equal(ledger.accepted.size, sent);
  let again = 0;
  for (const [token, number] of ledger.accepted) {
    const { state, result } = JSON.parse(ledger.results.get(token));
    assert.equal(state, 'FINISHED', token);
    const answer = JSON.parse(result);
    assert.equal(answer.number, Number(number));
    if (answer.attempt > 1) again++;
  }
  console.log(`${sent} jobs, ${again} taken up again`);
}
