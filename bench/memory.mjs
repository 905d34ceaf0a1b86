#!/usr/bin/env node
// How fast, and in how much memory, do many rows stream through the command line? Customers of examples/churn as CSV.
// `memory.mjs [rows]`

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, describeMachine, isMain, print, requireBuild, root } from './report.mjs';

const ROWS = 1_000_000;
const CHUNK_ROWS = 10_000;
const churn = join(root, 'examples/churn');
const usage = new URL('report-usage.mjs', import.meta.url).href;

/** Rows a second of the whole process, and the most memory it held, in megabytes of 2^20 bytes. */
export function measureMemory(rows = ROWS) {
  requireBuild();
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  try {
    const input = join(folder, 'customers.csv');
    writeCustomers(input, rows);
    const cases = ['jsonl', 'csv', 'parquet', 'arrow'].map((format) => measureOne(input, { folder, format, rows }));
    return { bench: 'memory', model: 'churn', rows, inputMegabytes: megabytes(statSync(input).size), cases };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The customers again and again, each with an id of its own. */
function writeCustomers(path, rows) {
  const [header, ...lines] = readFileSync(join(churn, 'customers.csv'), 'utf8').trimEnd().split('\n');
  const rests = lines.map((line) => line.slice(line.indexOf(',')));
  const file = openSync(path, 'w');
  writeSync(file, `${header}\n`);
  for (let done = 0; done < rows; done += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - done);
    const text = Array.from({ length: count }, (_, i) => `C-${done + i}${rests[(done + i) % rests.length]}\n`);
    writeSync(file, text.join(''));
  }
  closeSync(file);
}

function measureOne(input, { folder, format, rows }) {
  const output = join(folder, `scored.${format}`);
  const schema = join(churn, 'customers.schema.json');
  const args = ['predict', join(churn, 'model'), '--input', input, '--schema', schema, '--output', output];
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--import', usage, commandLine, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const seconds = (performance.now() - started) / 1000;
  if (child.status !== 0) throw new Error(`expected exit status 0, got ${child.status}: ${child.stderr}`);
  const { maxRSS, cpuMicros } = JSON.parse(child.output[3]);
  const outputMegabytes = megabytes(statSync(output).size);
  rmSync(output);
  return {
    name: `csv to ${format}`,
    rowsPerSecond: Math.round(rows / seconds),
    rowsPerCpuSecond: Math.round((rows / cpuMicros) * 1e6),
    peakMegabytes: Math.round(maxRSS / 1024),
    outputMegabytes,
  };
}

function megabytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(measureMemory(Number(process.argv[2] ?? ROWS)));
}
