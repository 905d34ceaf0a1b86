#!/usr/bin/env node
// How long from the start of a process to its first scored row? 100 boosted trees, each run a fresh process.
// `load.mjs [runs]`

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkAnswers } from './check-answers.mjs';
import { commandLine, describeMachine, isMain, print, requireBuild, root, summarise } from './report.mjs';

const RUNS = 20;
const gbt100 = join(root, 'bench/models/gbt100');
const model = join(gbt100, 'model');
const scoreFirst = fileURLToPath(new URL('score-first.mjs', import.meta.url));

/** Wall time of whole processes in milliseconds, once their answers are known to be Spark's. */
export async function measureLoad(runs = RUNS) {
  requireBuild();
  const rows = await checkAnswers(gbt100);
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  try {
    const input = join(folder, 'row.jsonl');
    writeFileSync(input, `${readFileSync(join(gbt100, 'input.jsonl'), 'utf8').split('\n', 1)[0]}\n`);
    const commands = {
      'node alone': ['-e', '0'],
      'tinderbox predict': [commandLine, 'predict', model, '--input', input],
      'library in a script': [scoreFirst, model, input],
    };
    return { bench: 'load', model: 'gbt100', checkedRows: rows, runs, unit: 'ms', cases: measureAll(commands, runs) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The commands take turns, so that a busy moment of the machine meets all of them. */
function measureAll(commands, runs) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, args] of Object.entries(commands)) {
      const time = measureOne(args);
      // The first warms the file system's cache.
      if (run > 0) times.get(name).push(time);
    }
  }
  return [...times].map(([name, list]) => ({ name, ...summarise(list) }));
}

function measureOne(args) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - started;
  if (status === 0) return time;
  throw new Error(`expected exit status 0, got ${status}: ${stderr}`);
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await measureLoad(Number(process.argv[2] ?? RUNS)));
}
