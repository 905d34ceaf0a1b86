#!/usr/bin/env node
// How long does one row take, here and in its peers? Every model, every engine, one process after the other.
// `row.mjs [--models folder] [--only lin20,gbt100] [--peers gcc,...] [--runs 3] [--seconds 1]`

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gccForest } from './peers/gcc-forest.mjs';
import { jpmml } from './peers/jpmml.mjs';
import { mleap } from './peers/mleap.mjs';
import { exact, fast } from './peers/native.mjs';
import { onnxruntime } from './peers/onnxruntime.mjs';
import { Refusal } from './peers/parameters.mjs';
import { pmml4s } from './peers/pmml4s.mjs';
import { spark } from './peers/spark.mjs';
import { describeMachine, isMain, requireBuild, saveResult } from './report.mjs';
import { compareAnswers } from './row-answers.mjs';
import { readLines, readModels } from './row-models.mjs';
import { formatRows } from './row-table.mjs';

const PEERS = { gcc: gccForest, onnxruntime, jpmml, pmml4s, mleap, spark };

/** Measures, prints a table, and leaves a file of JSON in bench/results. */
export async function measureRows(args) {
  requireBuild();
  const { models: folder, only, peers, runs, seconds } = readArguments(args);
  const models = await readModels({ folder, only });
  const engines = [exact, fast, ...peers.map((name) => PEERS[name])];
  const cases = [];
  for (let i = 0; i < runs; i++) {
    for (const model of models) {
      for (const engine of engines)
        cases.push({ model: model.name, engine: engine.name, ...(await measureOne(engine, model, seconds)) });
    }
  }
  const result = {
    bench: 'row',
    date: new Date().toISOString(),
    machine: describeMachine(),
    runs,
    seconds,
    engines: engines.map(describe),
    cases,
  };
  console.log(formatRows(result));
  console.log(`\n${saveResult('row', result)}`);
}

function describe({ name, remark, tolerance, version }) {
  return { name, remark, tolerance, version: version?.() };
}

/** The times, and how near to Spark the answers are; or why there are none. */
async function measureOne(engine, model, seconds) {
  process.stderr.write(`${model.name}, ${engine.name}\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  try {
    const answers = join(scratch, 'answers.jsonl');
    const times = await engine.measure(model, { answers, seconds, scratch });
    if (engine.tolerance === undefined) return times;
    const check = compareAnswers(model, readLines(answers), engine.tolerance);
    if (check.beyond > 0) return { refused: `${check.beyond} wrong answers, the worst by ${check.maxDifference}` };
    return { ...times, check };
  } catch (error) {
    if (!(error instanceof Refusal)) process.stderr.write(`  ${error.message}\n`);
    return { refused: error.message };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function readArguments(args) {
  const string = { type: 'string' };
  const { values } = parseArgs({
    args,
    options: { models: string, only: string, peers: string, runs: string, seconds: string },
  });
  const peers = values.peers === undefined ? Object.keys(PEERS) : values.peers.split(',').filter((name) => name !== '');
  const unknown = peers.find((name) => PEERS[name] === undefined);
  if (unknown !== undefined) throw new Error(`expected peers of ${Object.keys(PEERS)}, got ${unknown}`);
  return {
    models: values.models,
    only: values.only?.split(','),
    peers,
    runs: Number(values.runs ?? 1),
    seconds: Number(values.seconds ?? 1),
  };
}

if (isMain(import.meta.url)) await measureRows(process.argv.slice(2));
