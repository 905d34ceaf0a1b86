#!/usr/bin/env node
// How long do the slowest of a million single calls take? 100 boosted trees, with both orders of sums.
// `tail.mjs [runs]`

import { exact, fast } from './peers/native.mjs';
import { describeMachine, isMain, print, requireBuild } from './report.mjs';
import { readModels } from './row-models.mjs';

const CALLS = 1_000_000;
/** How long the pass may take; it ends with the last call. */
const SECONDS = 15;

/** Microseconds. */
export async function measureTail(runs = 1) {
  requireBuild();
  const [model] = await readModels({ only: ['gbt100'] });
  const cases = [];
  for (let i = 0; i < runs; i++) {
    for (const engine of [exact, fast]) {
      const { single_calls: calls, p99, p999, max } = await engine.measure(model, { seconds: SECONDS });
      if (calls < CALLS) throw new Error(`expected ${CALLS} calls in ${SECONDS} s, got ${calls}`);
      cases.push({ engine: engine.name, p99: p99 / 1000, 'p99.9': p999 / 1000, max: max / 1000 });
    }
  }
  return { bench: 'tail', model: model.name, calls: CALLS, runs, unit: 'µs', cases };
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await measureTail(Number(process.argv[2] ?? 1)));
}
