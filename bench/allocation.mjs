#!/usr/bin/env node
// What does a row take from the heap besides its answer? Bytes a call once warm, those of making an equal answer, the
// functions that took most, and the memory of the process. `text10` is `text` with words hashed into 2^10, not 2^18.
// `allocation.mjs [--models folder] [--only text,text10] [--warm 200000] [--calls 1000000]`

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './cache.mjs';
import { describeMachine, isMain, print, requireBuild } from './report.mjs';
import { readModels } from './row-models.mjs';

const WARM = 200_000;
const CALLS = 1_000_000;
const SHOWN = 3;
const child = fileURLToPath(new URL('allocation-calls.mjs', import.meta.url));

export async function measureAllocation(args) {
  requireBuild();
  const string = { type: 'string' };
  const { values } = parseArgs({ args, options: { models: string, only: string, warm: string, calls: string } });
  const [warm, calls] = [Number(values.warm ?? WARM), Number(values.calls ?? CALLS)];
  const models = await readModels({ folder: values.models, only: values.only?.split(',') });
  const cases = models.map(({ name, folder, columns }) => {
    const job = { model: { folder, columns }, warm, calls };
    return { model: name, ...toCase(JSON.parse(run(process.execPath, ['--expose-gc', child, JSON.stringify(job)]))) };
  });
  return { bench: 'allocation', unit: 'bytes a call', warm, calls, cases };
}

function toCase({ call, answer, functions, ...memory }) {
  const most = Object.entries(functions)
    .filter(([, bytes]) => bytes >= 1)
    .slice(0, SHOWN)
    .map(([name, bytes]) => `${name} ${Math.round(bytes)}`);
  const bytes = { call, answer, besides: call - answer };
  const rounded = Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, Math.round(value)]));
  return { ...rounded, ...memory, by: most.join(', ') };
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await measureAllocation(process.argv.slice(2)));
}
