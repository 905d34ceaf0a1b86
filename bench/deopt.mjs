#!/usr/bin/env node
// Does warm code stay compiled? Counts how often the engine threw compiled code away, while warming up and after it.
// `deopt.mjs [--models folder] [--only lin20,gbt100] [--warm 500000] [--calls 1000000]`

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './cache.mjs';
import { describeMachine, isMain, print, requireBuild } from './report.mjs';
import { readModels } from './row-models.mjs';

const WARM = 500_000;
const CALLS = 1_000_000;
const MARK = '\n== steady ==\n';
const child = fileURLToPath(new URL('deopt-calls.mjs', import.meta.url));

export async function countDeoptimisations(args) {
  requireBuild();
  const string = { type: 'string' };
  const { values } = parseArgs({ args, options: { models: string, only: string, warm: string, calls: string } });
  const [warm, calls] = [Number(values.warm ?? WARM), Number(values.calls ?? CALLS)];
  const models = await readModels({ folder: values.models, only: values.only?.split(',') });
  const cases = models.flatMap(({ name, folder, columns }) =>
    [undefined, 'fast'].map((sums) => ({
      model: name,
      sums: sums ?? 'exact',
      ...countIn(trace({ model: { folder, columns, sums }, warm, calls, mark: MARK })),
    })),
  );
  return { bench: 'deopt', warm, calls, cases };
}

/** What the engine says before the code is warm, and after. */
function trace(job) {
  const flags = ['--trace-deopt', '--allow-natives-syntax'];
  const printed = run(process.execPath, [...flags, child, JSON.stringify(job)]);
  const [before, after, rest] = printed.split(MARK);
  if (rest === undefined) throw new Error('expected two marks, got fewer');
  return { before, after };
}

function countIn({ before, after }) {
  const steady = bailoutsOf(after);
  return { warmingUp: bailoutsOf(before).length, steady: steady.length, why: [...new Set(steady)].join('; ') };
}

/** The reason of each, and the function. */
function bailoutsOf(text) {
  return [
    ...text.matchAll(/^\[bailout \(kind: (\S+), reason: (.*?)\): begin\. deoptimizing \S+ <JSFunction ?(.*?) ?\(/gm),
  ].map(([, kind, reason, name]) => `${name || 'anonymous'}: ${reason} (${kind})`);
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await countDeoptimisations(process.argv.slice(2)));
}
