#!/usr/bin/env node
// How much of a bare node:http server is left with a model behind it, and how do other servers of the same model do? 100
// boosted trees, one row a request. `serve.mjs [--seconds 3] [--rounds 3] [--overload 30] [--peers jdk,fastapi|none]`
// Targets: 85 % of the bare server, its p99 and 1 ms; 250 ms from start to first answer; 100 MB; at 70 % of the maximum p99
// 2 ms and p99.9 5 ms; at three times the maximum p99 20 ms of what is served, and nothing of it left afterwards.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askAll, runLoad } from './http-load.mjs';
import { commandLine, describeMachine, isMain, print, requireBuild, saveResult, summarise } from './report.mjs';
import { compareAnswers } from './row-answers.mjs';
import { readModels } from './row-models.mjs';
import { PEERS, startPeer } from './serve-peers.mjs';

const STARTS = 7;
/** What a virtual machine takes to compile what is hot. */
const WARM_SECONDS = 5;
/** Keep-alive connections: for the most that is answered, for a steady rate, and for too much. */
const CONNECTIONS = { closed: 16, open: 64, flood: 256 };
const STEADY = 0.7;
const OVERLOAD = 3;
const path = '/v1/models/gbt100/predict';
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Measures, prints a table, and leaves a file of JSON in bench/results. */
export async function measureServe(args) {
  requireBuild();
  const asked = readArguments(args);
  const [model] = await readModels({ only: ['gbt100'] });
  const folder = mkdtempSync(join(tmpdir(), 'tinderbox-bench-'));
  const around = { model, folder, ...asked };
  try {
    const date = new Date().toISOString();
    const machine = describeMachine();
    const starts = await measureStarts(model);
    const cases = await measureProduct(around);
    cases[1].readyMilliseconds = starts.median;
    for (const peer of asked.peers) cases.push(await measurePeer(peer, around));
    const remarks = asked.peers.map(({ name, remark, tolerance }) => ({ name, remark, tolerance }));
    const result = { bench: 'serve', model: 'gbt100', seconds: asked.seconds, rounds: asked.rounds, cases };
    print(result);
    console.log(saveResult('serve', { date, machine, engines: remarks, ...result }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      overload: { type: 'string', default: '30' },
      peers: { type: 'string' },
    },
  });
  const wanted = values.peers?.toLowerCase().split(',');
  const isWanted = ({ name }) => wanted === undefined || wanted.some((word) => name.toLowerCase().startsWith(word));
  const [seconds, rounds, overload] = [values.seconds, values.rounds, values.overload].map(Number);
  return { seconds, rounds, overload, peers: PEERS.filter(isWanted) };
}

/** Milliseconds from the start of the process to its first right answer. */
async function measureStarts(model) {
  const times = [];
  const [body] = bodiesOf(model);
  for (let k = 0; k <= STARTS; k++) {
    const startedAt = performance.now();
    const server = await startProduct(model);
    const answers = await askAll({ ...server, path, bodies: [body] });
    // The first warms the file system's cache, and loads the client of this process.
    if (k > 0) times.push(performance.now() - startedAt);
    server.stop();
    checkAll(model, answers);
  }
  return summarise(times);
}

/** The product beside the bare server by turns; then a steady rate, and too much. */
async function measureProduct({ model, folder, seconds, rounds, overload }) {
  const bodies = bodiesOf(model);
  const product = await asked({ ...(await startProduct(model)), path, bodies });
  try {
    checkAll(model, product.answers);
    const bare = await asked({ ...(await startBare(folder, product.answers[0])), path, bodies });
    try {
      const run = (server, mode, more) => runLoad(server, { folder, mode, connections: CONNECTIONS[mode], ...more });
      const runs = { bare: [], product: [], steady: [] };
      for (let k = 0; k < rounds; k++) {
        for (const [name, server] of Object.entries({ bare, product })) {
          runs[name].push(await run(server, 'closed', { seconds }));
        }
      }
      const most = medianRun(runs.product).perSecond;
      for (let k = 0; k < rounds; k++) {
        runs.steady.push(await run(product, 'open', { seconds, rate: Math.round(STEADY * most) }));
      }
      const before = await residentMegabytes(product.port);
      const flood = await run(product, 'flood', { seconds: overload, rate: OVERLOAD * most });
      const after = await residentMegabytes(product.port);
      const recovered = await run(product, 'closed', { seconds: 1 });
      return [
        figuresOf('node:http, empty handler', medianRun(runs.bare)),
        { ...figuresOf('tinderbox', medianRun(runs.product)), megabytes: before },
        figuresOf('tinderbox, steady at 70 %', medianRun(runs.steady)),
        { ...figuresOf('tinderbox, asked three times the most', flood), megabytes: after },
        figuresOf('tinderbox, right after', recovered),
      ];
    } finally {
      bare.stop();
    }
  } finally {
    product.stop();
  }
}

async function measurePeer(peer, { model, folder, seconds, rounds }) {
  console.error(peer.name);
  try {
    const server = await startPeer(peer, model, folder);
    try {
      await runLoad(server, { folder, connections: CONNECTIONS.closed, seconds: WARM_SECONDS });
      const runs = [];
      for (let k = 0; k < rounds; k++) {
        runs.push(await runLoad(server, { folder, connections: CONNECTIONS.closed, seconds }));
      }
      return figuresOf(peer.name, medianRun(runs));
    } finally {
      server.stop();
    }
  } catch (error) {
    return { name: peer.name, refused: error.message };
  }
}

function figuresOf(name, { perSecond, p50, p99, p999, refusedPerSecond }) {
  return { name, perSecond, p50, p99, p999, ...(refusedPerSecond > 0 ? { refusedPerSecond } : {}) };
}

function medianRun(runs) {
  return runs.toSorted((a, b) => a.perSecond - b.perSecond)[runs.length >> 1];
}

function bodiesOf(model) {
  return model.rows.map((row) => JSON.stringify(row));
}

async function asked(server) {
  return { ...server, answers: await askAll(server) };
}

function startProduct({ folder }) {
  const args = [commandLine, 'serve', `gbt100=${join(folder, 'model')}`, '--port', '0'];
  return started(args, (line) => Number(/:(\d+) with/.exec(line)?.[1]));
}

/** Answers JSON of the size of a real answer. */
function startBare(folder, answer) {
  const answerFile = join(folder, 'answer.json');
  writeFileSync(answerFile, answer);
  return started([file('empty-server.mjs'), answerFile], Number);
}

/** A server as soon as its first line tells the port. What it logs is taken, and thrown away, by the system. */
function started(args, portOf) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`expected a server, got exit status ${status}`)));
    child.stdout.once('data', (text) => resolve({ port: portOf(String(text)), stop: () => child.kill() }));
  });
}

/** Fails unless the answers are Spark's to the last bit. */
function checkAll({ expected, columns }, answers) {
  const found = answers.map((text) => JSON.parse(text));
  const { inexact } = compareAnswers({ expected: expected.slice(0, found.length), columns }, found, 0);
  if (inexact > 0) throw new Error(`expected Spark's answers, got ${inexact} others`);
}

async function residentMegabytes(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes (\d+)/m.exec(text)[1]) / 2 ** 20);
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  await measureServe(process.argv.slice(2));
}
