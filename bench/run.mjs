#!/usr/bin/env node
// Runs benches: `run.mjs` those of the whole product, `run.mjs row ...` the row suite, `run.mjs batch ...` the batch suite,
// `run.mjs page` writes what was measured into docs/reference/performance.md, `run.mjs serve` and
// `run.mjs grpc` the server, `run.mjs stall` its small requests beside large ones,
// `run.mjs --against <git revision> ...` the row suite's models here and there.

import { compareRevisions } from './against.mjs';
import { measureBatches } from './batch.mjs';
import { measureGrpc } from './grpc.mjs';
import { measureLoad } from './load.mjs';
import { measureMemory } from './memory.mjs';
import { writePage } from './page.mjs';
import { describeMachine, print, saveResult } from './report.mjs';
import { measureRows } from './row.mjs';
import { measureServe } from './serve.mjs';
import { measureStall } from './stall.mjs';

const [question, ...rest] = process.argv.slice(2);
if (question === 'row') await measureRows(rest);
else if (question === 'batch') await measureBatches(rest);
else if (question === 'page') writePage();
else if (question === 'serve') await measureServe(rest);
else if (question === 'grpc') await measureGrpc(rest);
else if (question === 'stall') print(await measureStall(...rest.map(Number)));
else if (question === '--against') await compareRevisions(rest);
else {
  for (const [name, value] of Object.entries(describeMachine())) console.log(`${name}: ${value}`);
  for (const measure of [measureLoad, measureMemory]) {
    const about = { date: new Date().toISOString(), machine: describeMachine() };
    const result = await measure();
    print(result);
    saveResult(result.bench, { ...about, ...result });
  }
}
