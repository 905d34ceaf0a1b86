// Times onnxruntime-node: `onnxruntime-row.mjs <package.json of its folder> <job.json>`. Prints one line of JSON.
// Job: {model, columns, input, answers, classifies, seconds}. A row goes from its object into the tensor of one call.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , manifest, jobFile] = process.argv;
const { model, columns, input, answers, classifies, seconds } = JSON.parse(readFileSync(jobFile, 'utf8'));
const rows = readFileSync(input, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const loading = performance.now();
const { InferenceSession, Tensor } = createRequire(manifest)('onnxruntime-node');
const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const loaded = performance.now();

async function score(row) {
  const values = new Float32Array(columns.length);
  for (let i = 0; i < columns.length; i++) values[i] = row[columns[i]];
  const { score: found } = await session.run({ rows: new Tensor('float32', values, [1, columns.length]) });
  return found.data[0];
}

const calling = performance.now();
await score(rows[0]);
const called = performance.now();
const lines = [];
for (const row of rows) {
  const found = await score(row);
  lines.push(JSON.stringify(classifies ? { probability: [1 - found, found] } : { prediction: found }));
}
writeFileSync(answers, `${lines.join('\n')}\n`);

let next = 0;
let kept;
async function measure(calls) {
  const times = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const before = performance.now();
    for (let i = 0; i < calls; i++) {
      kept = await score(rows[next]);
      next = (next + 1) % rows.length;
    }
    times.push(((performance.now() - before) * 1e6) / calls);
  }
  return times.sort((a, b) => a - b);
}

await measure(20);
const batches = await measure(20);
const singles = await measure(1);
const at = (times, share) => Number(times[Math.floor(times.length * share)].toFixed(1));
const line = {
  ns_per_row_median: at(batches, 0.5),
  min: at(batches, 0),
  p99: at(singles, 0.99),
  p999: at(singles, 0.999),
  load_ms: loaded - loading,
  first_call_ms: called - calling,
  rss_mb: process.memoryUsage.rss() / 2 ** 20,
};
if (!Number.isFinite(kept)) throw new Error(`expected a number, got ${kept}`);
console.log(JSON.stringify(line));
