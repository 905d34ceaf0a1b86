#!/usr/bin/env node
// How long do files take into files, here and in peers? Every input, every engine, one process after the other.
// `batch.mjs [--rows 1000000] [--runs 1] [--inputs parquet,csv] [--peers spark,pyarrow]`

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureReader, READERS, readersOf } from './batch-readers.mjs';
import { INPUT_NAMES, makeRows, warmUp } from './batch-rows.mjs';
import { formatBatch, readTable, scoreTable } from './batch-table.mjs';
import { pythonWith, run } from './cache.mjs';
import { SPARK_LINE } from './peers/jvm.mjs';
import { nativeBatches } from './peers/native-batch.mjs';
import { onnxruntimeBatch } from './peers/onnxruntime-batch.mjs';
import { Refusal } from './peers/parameters.mjs';
import { PYTHON_PACKAGES } from './peers/python-batch.mjs';
import { sparkBatch } from './peers/spark-batch.mjs';
import { describeMachine, isMain, requireBuild, saveResult } from './report.mjs';
import { readModels } from './row-models.mjs';

const ENGINES = { spark: sparkBatch, onnxruntime: onnxruntimeBatch };
const PEERS = [...Object.keys(ENGINES), ...READERS];
const checker = fileURLToPath(new URL('peers/check_batch.py', import.meta.url));

/** Measures, prints tables, and leaves a file of JSON in bench/results. */
export async function measureBatches(args) {
  requireBuild();
  const { rows: count, runs, inputs, peers } = readArguments(args);
  const [model] = await readModels({ only: ['gbt100'] });
  const rows = await makeRows(model, count);
  const engines = [...nativeBatches, ...peers.flatMap((name) => ENGINES[name] ?? [])];
  const wanted = rows.inputs.filter(({ name }) => inputs.includes(name));
  const cases = [];
  const reads = [];
  for (let i = 0; i < runs; i++) {
    for (const input of wanted) {
      warmUp(input);
      for (const engine of engines) cases.push(...(await measureEngine(engine, { model, rows, input })));
    }
    const [single] = rows.inputs;
    warmUp(single);
    for (const reader of readersOf(peers)) reads.push(await readWith(reader, single));
  }
  const result = {
    suite: 'batch',
    date: new Date().toISOString(),
    machine: describeMachine(),
    versions: readVersions(),
    ...{ model: model.name, rows: count, runs },
    inputs: wanted.map(({ name, title, bytes }) => ({ name, title, bytes })),
    engines: engines.map(({ name, remark, tolerance }) => ({ name, remark, tolerance })),
    table: scoreTable(cases, count),
    reads: readTable(reads),
    cases,
  };
  console.log(formatBatch(result));
  console.log(`\n${saveResult('batch', result)}`);
}

/** A case for each way in which the engine is measured, each with what became of its output; or why there is none. */
async function measureEngine(engine, { model, rows, input }) {
  if (!engine.formats.includes(input.format)) return [];
  process.stderr.write(`${input.title}, ${engine.name}\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  try {
    const cases = await engine.measure({ model, rows, input, scratch });
    const checked = [];
    for (const { output, ...figures } of cases) {
      const check = await compareOutput(rows.answers, output);
      const place = { input: input.name, engine: figures.engine };
      const wrong = check.different > engine.tolerance * rows.rows;
      checked.push(wrong ? { ...place, refused: `${check.different} wrong answers` } : { ...place, ...figures, check });
    }
    return checked;
  } catch (error) {
    if (!(error instanceof Refusal)) process.stderr.write(`  ${error.message}\n`);
    return [{ input: input.name, engine: engine.name, refused: error.message }];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The figures of a reader, or why there are none. */
async function readWith(reader, input) {
  process.stderr.write(`reading, ${reader.name}\n`);
  try {
    return await measureReader(reader, input);
  } catch (error) {
    process.stderr.write(`  ${error.message}\n`);
    return { reader: reader.name, refused: error.message };
  }
}

async function compareOutput(answers, output) {
  const python = await pythonWith('batch', PYTHON_PACKAGES);
  return JSON.parse(run(python, [checker, answers, output]));
}

function readVersions() {
  const packages = PYTHON_PACKAGES.map((text) => text.split('=='));
  const python = run('python3', ['--version']).trim().replace('Python ', '');
  return { spark: SPARK_LINE, ...Object.fromEntries(packages), python };
}

function readArguments(args) {
  const string = { type: 'string' };
  const { values } = parseArgs({ args, options: { rows: string, runs: string, inputs: string, peers: string } });
  return {
    rows: Number(values.rows ?? 1_000_000),
    runs: Number(values.runs ?? 1),
    inputs: namesIn(values.inputs, INPUT_NAMES),
    peers: namesIn(values.peers, PEERS),
  };
}

/** The names of a list with commas, all of them without one. */
function namesIn(list, known) {
  if (list === undefined) return known;
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`expected some of ${known}, got ${unknown}`);
  return names;
}

if (isMain(import.meta.url)) await measureBatches(process.argv.slice(2));
