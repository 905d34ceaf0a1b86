#!/usr/bin/env node
// Is one row faster here than at another revision? Both are bundled, then run by turns in fresh processes.
// `against.mjs <git revision> [--models folder] [--only lin20,gbt100] [--runs 5] [--seconds 1]`

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './cache.mjs';
import { measureWith } from './peers/native.mjs';
import { commandLine, describeMachine, isMain, print, root } from './report.mjs';
import { readModels } from './row-models.mjs';

const RUNS = 5;
const SUMS = { exact: [], fast: ['--sums', 'fast'] };

/** Prints the medians of both and their ratio: above 1 this tree is the faster one. */
export async function compareRevisions(args) {
  const string = { type: 'string' };
  const options = { models: string, only: string, runs: string, seconds: string };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [revision] = positionals;
  if (revision === undefined) throw new Error('expected a git revision, got none');
  const models = await readModels({ folder: values.models, only: values.only?.split(',') });
  const settings = { runs: Number(values.runs ?? RUNS), seconds: Number(values.seconds ?? 1) };
  bundle(root);
  const cases = await withRevision(revision, (other) => compareAll(models, other, settings));
  console.log(JSON.stringify(describeMachine()));
  print({
    bench: 'row',
    against: run('git', ['rev-parse', '--short', revision], { cwd: root }).trim(),
    ...settings,
    unit: 'ns',
    cases,
  });
}

/** Lends the command line of another revision, built in a folder that is gone afterwards. */
async function withRevision(revision, use) {
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  const tree = join(folder, 'tree');
  run('git', ['worktree', 'add', '--detach', tree, revision], { cwd: root });
  try {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    bundle(tree);
    return await use(join(tree, 'packages/service/bin/tinderbox.js'));
  } finally {
    run('git', ['worktree', 'remove', '--force', tree], { cwd: root });
    rmSync(folder, { recursive: true });
  }
}

function bundle(tree) {
  run(process.execPath, ['tools/bundle.mjs'], { cwd: tree });
}

async function compareAll(models, other, { runs, seconds }) {
  const cases = [];
  for (const model of models) {
    for (const [sums, flags] of Object.entries(SUMS)) {
      const sides = [
        { measure: measureWith(flags, commandLine), times: [] },
        { measure: measureWith(flags, other), times: [] },
      ];
      for (let i = 0; i < runs; i++) {
        // Each goes first in every second run.
        for (const { measure, times } of i % 2 === 0 ? sides : sides.toReversed()) {
          times.push((await measure(model, { seconds })).ns_per_row_median);
        }
      }
      const [here, there] = sides.map(({ times }) => median(times));
      cases.push({ model: model.name, sums, here, there, ratio: Number((there / here).toFixed(3)) });
    }
  }
  return cases;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

if (isMain(import.meta.url)) await compareRevisions(process.argv.slice(2));
