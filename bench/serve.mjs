#!/usr/bin/env node
// How much of a bare node:http server is left with a model behind it? 100 boosted trees, one row a request, 16 keep-alive
// connections from a process of their own; both servers by turns. Target 85 %, ready in 250 ms, 100 MB.
// `serve.mjs [seconds] [rounds]`

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine, describeMachine, isMain, print, requireBuild, root, summarise } from './report.mjs';
import { compareAnswers } from './row-answers.mjs';
import { readLines } from './row-models.mjs';

const SECONDS = 3;
const ROUNDS = 3;
const STARTS = 5;
const CONNECTIONS = 16;
const gbt100 = join(root, 'bench/models/gbt100');
const path = '/v1/models/gbt100/predict';
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Requests a second and milliseconds of both servers, and what the product needs to start. */
export async function measureServe(seconds = SECONDS, rounds = ROUNDS) {
  requireBuild();
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  const servers = [];
  try {
    const starts = [];
    for (let k = 0; k < STARTS; k++) starts.push(await measureStart());
    const bodies = readFileSync(join(gbt100, 'input.jsonl'), 'utf8').trimEnd().split('\n');
    const product = await startProduct();
    servers.push(product.child);
    const answers = await checkedAnswers(product.port, bodies);
    const bare = await startBare(folder, answers[0]);
    servers.push(bare.child);
    const load = { host: '127.0.0.1', path, bodies, connections: CONNECTIONS, seconds };
    const measured = { tinderbox: [], 'node:http': [] };
    for (let round = 0; round < rounds; round++) {
      measured.tinderbox.push(runClient(folder, { ...load, port: product.port, answers }));
      const constant = bodies.map(() => JSON.stringify(JSON.parse(answers[0])));
      measured['node:http'].push(runClient(folder, { ...load, port: bare.port, answers: constant }));
    }
    const cases = Object.entries(measured).map(([name, runs]) => ({ name, ...medianRun(runs) }));
    const share = Math.round((100 * cases[0].perSecond) / cases[1].perSecond);
    const megabytes = Math.round((await residentBytes(product.port)) / 2 ** 20);
    return {
      bench: 'serve',
      model: 'gbt100',
      seconds,
      rounds,
      share: `${share} %`,
      ready: summarise(starts).median,
      megabytes,
      cases,
    };
  } finally {
    for (const child of servers) child.kill();
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds from the start of the process to its first right answer. */
async function measureStart() {
  const startedAt = performance.now();
  const { child, port } = await startProduct();
  const [row] = readLines(join(gbt100, 'input.jsonl'));
  const answer = JSON.parse(await predict(port, JSON.stringify(row)));
  const time = performance.now() - startedAt;
  child.kill();
  checkAll([answer], 1);
  return time;
}

function startProduct() {
  const args = [commandLine, 'serve', `gbt100=${join(gbt100, 'model')}`, '--port', '0'];
  return started(args, (line) => Number(/:(\d+) with/.exec(line)?.[1]));
}

function startBare(folder, answer) {
  const answerFile = join(folder, 'answer.json');
  writeFileSync(answerFile, answer);
  return started([file('empty-server.mjs'), answerFile], Number);
}

/** A server as soon as its first line tells the port. */
function started(args, portOf) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`expected a server, got exit status ${status}`)));
    child.stdout.once('data', (text) => resolve({ child, port: portOf(String(text)) }));
  });
}

/** What the server answers for each row, once that is what Spark answered. */
async function checkedAnswers(port, bodies) {
  const answers = [];
  for (const body of bodies) answers.push(await predict(port, body));
  checkAll(
    answers.map((text) => JSON.parse(text)),
    bodies.length,
  );
  return answers;
}

async function predict(port, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  return response.text();
}

function checkAll(answers, rows) {
  const expected = readLines(join(gbt100, 'expected.jsonl')).slice(0, rows);
  const columns = ['rawPrediction', 'probability', 'prediction'];
  const { inexact } = compareAnswers({ expected, columns }, answers, 0);
  if (inexact > 0) throw new Error(`expected Spark's answers, got ${inexact} others`);
}

function runClient(folder, load) {
  const loadFile = join(folder, 'load.json');
  writeFileSync(loadFile, JSON.stringify(load));
  const { stdout, stderr, status } = spawnSync(process.execPath, [file('http-client.mjs'), loadFile]);
  if (status !== 0) throw new Error(`expected a measurement, got ${stderr}`);
  const result = JSON.parse(String(stdout));
  if (result.wrong > 0) throw new Error(`expected right answers, got ${result.wrong} wrong`);
  return result;
}

function medianRun(runs) {
  return runs.toSorted((a, b) => a.perSecond - b.perSecond)[runs.length >> 1];
}

async function residentBytes(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)[1]);
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await measureServe(Number(process.argv[2] ?? SECONDS), Number(process.argv[3] ?? ROUNDS)));
}
