#!/usr/bin/env node
// How many rows a second over gRPC, next to an empty handler of the same library, and to one of node:http2 alone? 100
// boosted trees, one row a call; the load comes from this process, the servers are in another. Target 90 %. `grpc.mjs [seconds] [callers]`

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { build } from 'esbuild';
import { describeMachine, isMain, print, root, saveResult, summarise } from './report.mjs';

const ROUNDS = 5;
const NAMES = { product: 'tinderbox', empty: 'grpc-js, empty handler', bare: 'node:http2, empty handler' };
const gbt100 = join(root, 'bench/models/gbt100');
const folder = join(root, 'node_modules/.cache/tinderbox/bench-grpc');
const PATHS = { product: '/inference.GRPCInferenceService/ModelInfer', empty: '/empty/Infer', bare: '/empty/Infer' };

/** Measures, prints a table, and leaves a file of JSON in bench/results. */
export async function measureGrpc(args) {
  const [seconds = 1, callers = 64] = args.map(Number);
  const about = { date: new Date().toISOString(), machine: describeMachine() };
  const front = await bundleFront();
  const codec = await import(front);
  try {
    const requests = linesOf('input.jsonl').map((row) => encodeRow(codec, row));
    const child = fork(join(root, 'bench/grpc-server.mjs'), [front, join(gbt100, 'model'), sampleAnswer(codec)]);
    try {
      const [ports] = await once(child, 'message');
      const cases = await measureAll({ codec, child, ports, requests, seconds, callers });
      const result = { bench: 'grpc', model: 'gbt100', seconds, callers, rounds: ROUNDS, cases };
      print(result);
      console.log(saveResult('grpc', { ...about, ...result }));
    } finally {
      child.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The front with its codec and the served model of its tests, out of the sources. */
async function bundleFront() {
  const grpc = './packages/service/src/fronts/grpc';
  const exported = [
    `export { startGrpcServer } from '${grpc}/grpc-server.ts';`,
    `export { serveModel } from '${grpc}/testdata/serve-model.ts';`,
    `export { encodeMessage } from '${grpc}/protobuf/encode.ts';`,
    `export { decodeMessage } from '${grpc}/protobuf/decode.ts';`,
    `export { ModelInferRequest, ModelInferResponse } from '${grpc}/protocols/inference.ts';`,
  ];
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'front.mjs');
  await build({
    stdin: { contents: exported.join('\n'), resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@grpc/grpc-js', 'fzstd'],
    alias: { '@tinderbox/scoring': join(root, 'packages/scoring/src/node/index.ts') },
    logLevel: 'warning',
  });
  return outfile;
}

function linesOf(name) {
  return readFileSync(join(gbt100, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function encodeRow({ encodeMessage, ModelInferRequest }, row) {
  const inputs = Object.keys(row).map((name) => ({ name, datatype: 'FP64', shape: [1] }));
  const rawInputContents = Object.values(row).map((value) => Buffer.from(Float64Array.of(value).buffer));
  const outputs = [{ name: 'prediction' }, { name: 'probability' }];
  return encodeMessage(ModelInferRequest, { modelName: 'churn', inputs, outputs, rawInputContents });
}

/** Of the size that the product answers. */
function sampleAnswer({ encodeMessage, ModelInferResponse }) {
  const outputs = [
    { name: 'prediction', datatype: 'FP64', shape: [1] },
    { name: 'probability', datatype: 'FP64', shape: [1, 2] },
  ];
  const rawOutputContents = [Buffer.alloc(8, 1), Buffer.alloc(16, 1)];
  const message = { modelName: 'churn', modelVersion: '1', outputs, rawOutputContents };
  return encodeMessage(ModelInferResponse, message).toString('base64');
}

/** Calls a second of each, by turns, once the answers of the product are known to be Spark's. */
async function measureAll({ codec, child, ports, requests, seconds, callers }) {
  const open = (port) => new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const clients = Object.fromEntries(Object.entries(ports).map(([side, port]) => [side, open(port)]));
  const runs = { product: [], empty: [], bare: [] };
  await checkAnswers(codec, (bytes) => call(clients.product, PATHS.product, bytes), requests);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [side, kept] of Object.entries(runs)) {
      const ask = (bytes) => call(clients[side], PATHS[side], bytes);
      const before = await processorTime(child);
      const { calls, elapsed } = await load(ask, requests, { seconds, callers });
      const cpuMicroseconds = ((await processorTime(child)) - before) / calls;
      // The first round warms up.
      if (round > 0) kept.push({ perSecond: (calls / elapsed) * 1000, cpuMicroseconds });
    }
  }
  for (const client of Object.values(clients)) client.close();
  return Object.entries(NAMES).map(([side, name]) => {
    const median = (figure) => summarise(runs[side].map((one) => one[figure])).median;
    return { name, perSecond: median('perSecond'), cpuMicroseconds: median('cpuMicroseconds') };
  });
}

async function processorTime(child) {
  child.send('time');
  return (await once(child, 'message'))[0];
}

function call(client, path, bytes) {
  const same = (value) => value;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, same, same, bytes, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

async function checkAnswers({ decodeMessage, ModelInferResponse }, ask, requests) {
  const expected = linesOf('expected.jsonl');
  for (const [k, request] of requests.entries()) {
    const { rawOutputContents } = decodeMessage(ModelInferResponse, await ask(request));
    const [prediction, ...probability] = rawOutputContents.flatMap((raw) => {
      return Array.from({ length: raw.length / 8 }, (_, i) => Buffer.from(raw).readDoubleLE(i * 8));
    });
    const wanted = expected[k];
    const right = prediction === wanted.prediction && wanted.probability.values.every((x, i) => x === probability[i]);
    if (!right) throw new Error(`expected Spark's answer for row ${k + 1}, got another`);
  }
}

/** Calls of so many callers, and the milliseconds of all, each of which waits for its answer. */
async function load(ask, requests, { seconds, callers }) {
  const started = performance.now();
  let calls = 0;
  const run = async () => {
    while (performance.now() - started < seconds * 1000) await ask(requests[calls++ % requests.length]);
  };
  await Promise.all(Array.from({ length: callers }, run));
  return { calls, elapsed: performance.now() - started };
}

if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  await measureGrpc(process.argv.slice(2));
}
