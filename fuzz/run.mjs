#!/usr/bin/env node
// Mutates saved models, files of rows and requests. Whatever the bytes: rows or a ScoringError that is no bug, soon, in little
// memory. `run.mjs [models|rows|requests] [--seed N] [--count N] [--only N,N]`; see README.md.

import { fork } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleLibrary } from './library.mjs';

const COUNTS = { models: 10_000, rows: 2000, requests: 10_000 };
const BATCH = 500;
const DEADLINE_MS = 5000;
const START_MS = 240_000;
const MOST_REPORTED = 20;
const worker = fileURLToPath(new URL('worker.mjs', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string' }, only: { type: 'string' } },
});
const suites = positionals.length > 0 ? positionals : Object.keys(COUNTS);
const seed = Number(options.seed);
const libraryUrl = await bundleLibrary();
let passed = 0;
let failed = 0;

for (const suite of suites) await runSuite(suite);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

async function runSuite(suite) {
  const started = performance.now();
  const numbers = options.only?.split(',').map(Number) ?? range(Number(options.count ?? COUNTS[suite]));
  const results = await runAll(suite, numbers);
  const suspects = results.filter((result) => result.finding !== undefined);
  const findings = [];
  // What one process suffers may be what others left in it, or a busy machine: it counts if it happens alone too.
  for (const suspect of suspects) {
    const again = suspects.length > 200 ? [suspect] : await runBatch(suite, [suspect.number]);
    if (again[0].finding !== undefined) findings.push(again[0]);
  }
  report(suite, results, findings);
  passed += results.length - findings.length;
  failed += findings.length;
  console.log(`${suite}: ${results.length} mutations, ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

function range(count) {
  return Array.from({ length: count }, (_, i) => i);
}

async function runAll(suite, numbers) {
  const batches = [];
  for (let at = 0; at < numbers.length; at += BATCH) batches.push(numbers.slice(at, at + BATCH));
  const results = [];
  const takeBatches = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      results.push(...(await runBatch(suite, batch)));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, takeBatches));
  return results.sort((a, b) => a.number - b.number);
}

/** One result for each number; a process that dies or hangs costs the number it was at, another goes on behind it. */
async function runBatch(suite, numbers) {
  const results = [];
  while (results.length < numbers.length) {
    const left = numbers.slice(results.length);
    const failure = await runProcess(suite, left, (result) => results.push(result));
    if (failure === undefined || results.length === numbers.length) continue;
    results.push({ number: numbers[results.length], outcome: 'died', ...failure });
  }
  return results;
}

/** Resolves to undefined where the process did all it was told or ended by itself, else to what it died of. */
function runProcess(suite, numbers, onResult) {
  return new Promise((resolve) => {
    const task = JSON.stringify({ libraryUrl, suite, seed, numbers });
    const execArgv = ['--max-old-space-size=512', '--enable-source-maps'];
    const child = fork(worker, [task], { execArgv, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    let said = '';
    let reason;
    let about = 'start';
    const deadline = DEADLINE_MS * patience();
    let timer = setTimeout(stop, START_MS, 'did not start');
    child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-2000)));
    child.on('message', (message) => {
      clearTimeout(timer);
      timer = setTimeout(stop, deadline, `hung for ${deadline} ms`);
      if (message.fatal !== undefined) reason = message.fatal;
      else if (message.number !== undefined) onResult(message);
      else ({ about } = message);
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve(status === 0 ? undefined : { about, finding: reason ?? `crashed (${signal ?? status}) ${said}` });
    });
    function stop(why) {
      reason = why;
      child.kill('SIGKILL');
    }
  });
}

/** How many times longer things take because others want the cores too. */
function patience() {
  return Math.ceil(Math.max(1, loadavg()[0] / availableParallelism()));
}

function report(suite, results, findings) {
  console.log(`${suite}: ${describeCounts(results.map(({ outcome }) => outcome))}`);
  const masked = results.flatMap((result) => result.masked ?? []);
  if (masked.length > 0) console.log(`wrapped exceptions: ${describeCounts(masked)}`);
  for (const { number, about, finding } of findings.slice(0, MOST_REPORTED)) {
    console.log(`\nFINDING ${about}: ${finding}\n  npm run fuzz -- ${suite} --seed ${seed} --only ${number}`);
  }
  if (findings.length > MOST_REPORTED) console.log(`... and ${findings.length - MOST_REPORTED} more`);
}

function describeCounts(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
