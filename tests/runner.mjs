// Runs test runners as processes of their own and counts what they report.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The outcome of a suite that could not run. */
export const CANNOT_RUN = { passed: 0, failed: 1 };

/** Runs `*.test.mjs` of a folder of tests/ one file after the other; answers `{ passed, failed }`. */
export function runNodeTests(node, folder) {
  const path = join(root, 'tests', folder);
  const files = readdirSync(path).filter((name) => name.endsWith('.test.mjs'));
  return runCounted(node, (counts) => [
    '--test',
    '--test-concurrency=1',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'tests/tally.mjs')}`,
    `--test-reporter-destination=${counts}`,
    ...files.map((name) => join(path, name)),
  ]);
}

/** Runs vitest on the test files under some paths (none: all); answers `{ passed, failed }`. */
export function runVitest(node, paths = []) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return runCounted(node, (counts) => [
    vitest,
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${counts}`,
    ...paths,
  ]);
}

/** Prints the one line that `.ci/run` adds up, and sets the exit status. */
export function closeWith(outcomes) {
  const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  if (total('failed') > 0) process.exitCode = 1;
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
}

function runCounted(node, argumentsFor) {
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-counts-'));
  try {
    const counts = join(folder, 'counts.json');
    const { status } = spawnSync(node, argumentsFor(counts), { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    return judge(readCounts(counts), status);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A runner that counts no failure and yet fails, or that ran nothing, is one failure. */
function judge(counts, status) {
  if (counts === undefined || counts.passed + counts.failed === 0) return CANNOT_RUN;
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** What tally.mjs or vitest wrote; undefined where nothing readable is there. */
function readCounts(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    return 'testResults' in report ? countVitest(report) : report;
  } catch {
    return undefined;
  }
}

/** A test that was left out has failed, and so has a file that could not be run. */
function countVitest({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length);
  const leftOut = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { fullName } of leftOut) console.error(`FAILED: left out: ${fullName}`);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  return { passed, failed: tests.length - passed + broken.length };
}
