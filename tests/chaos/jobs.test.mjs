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
const MOST_MILLISECONDS = 250;

let folder;
let program;

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

after(() => rmSync(folder, { recursive: true }));

/** What callers know of the jobs of one folder. */
class Ledger {
  /** Numbers by token. */
  accepted = new Map();
  /** Tokens by number. */
  tokens = new Map();
  /** What readers have seen at the end, by token. */
  results = new Map();

  note({ accepted, token, state, result }) {
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
  }
}

/** Starts a process, and tells the ledger what it says; `problems` are failures of the process itself. */
function startProcess(node, jobs, ledger) {
  const child = spawn(node, ['--no-warnings', program, jobs], { stdio: ['pipe', 'pipe', 'inherit'] });
  const problems = [];
  let ready;
  const started = new Promise((resolve) => {
    ready = resolve;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      const event = JSON.parse(line);
      if (event.ready === undefined) ledger.note(event);
      else ready();
    } catch (error) {
      // A line that was cut by the kill says nothing.
      if (!(error instanceof SyntaxError)) problems.push(error);
    }
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  child.stdin.on('error', () => {});
  return { child, started, ended, problems, ask: (line) => child.stdin.write(`${line}\n`) };
}

async function killAgainAndAgain(node, kills) {
  const jobs = join(folder, `jobs-${process.hrtime.bigint()}`);
  mkdirSync(jobs);
  const ledger = new Ledger();
  let sent = 0;
  for (let life = 0; life <= kills; life++) {
    const { child, started, ended, problems, ask } = startProcess(node, jobs, ledger);
    const first = await Promise.race([started, ended]);
    assert.equal(first, undefined, `the process did not start: ${JSON.stringify(first)}`);
    // What nobody has accepted is sent again, as callers do.
    for (let number = 0; number < sent; number++) if (!ledger.tokens.has(String(number))) ask(`submit ${number}`);
    for (const token of ledger.accepted.keys()) ask(`look ${token}`);
    if (life === kills) await finish({ ledger, sent, ask });
    else {
      for (let k = 0; k < JOBS_A_LIFE; k++) ask(`submit ${sent++}`);
      await sleep(Math.random() * MOST_MILLISECONDS);
    }
    child.kill('SIGKILL');
    await ended;
    assert.deepEqual(problems, []);
  }
  return { ledger, sent, jobs };
}

/** Waits for the end of every job. */
async function finish({ ledger, sent, ask }) {
  const asked = new Set(ledger.accepted.keys());
  for (let waited = 0; ledger.results.size < sent; waited += 50) {
    assert.ok(waited < 120_000, `${ledger.accepted.size} accepted, ${ledger.results.size} of ${sent} ended`);
    await sleep(50);
    for (const token of ledger.accepted.keys()) if (!asked.has(token)) asked.add(token) && ask(`look ${token}`);
  }
}

describe(`jobs on Node ${process.version}, killed ${KILLS} times`, () => {
  it('are neither lost nor doubled', async () => {
    const { ledger, sent, jobs } = await killAgainAndAgain(process.execPath, KILLS);
    assert.equal(ledger.accepted.size, sent);
    for (const [token, number] of ledger.accepted) {
      const { state, result } = JSON.parse(ledger.results.get(token));
      assert.equal(state, 'FINISHED', token);
      assert.equal(JSON.parse(result).number, Number(number));
    }
    const results = readdirSync(join(jobs, 'results'));
    console.log(`${sent} jobs, ${results.length - sent} results of attempts that died`);
  });
});
