#!/usr/bin/env node
// What do large requests do to small ones? Rows asked for one at a time, 200 a second, open-loop, while another process
// sends requests of 100,000 rows back to back; with threads for large requests and without. `stall.mjs [seconds]`

import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { commandLine, describeMachine, isMain, print, requireBuild, root } from './report.mjs';

const SECONDS = 10;
const ROWS = 100_000;
const PER_SECOND = 200;
const gbt100 = join(root, 'bench/models/gbt100');
const path = '/v1/models/gbt100/predict?columns=prediction';

/** Milliseconds of the small requests: alone, and beside large ones, with threads and without. */
export async function measureStall(seconds = SECONDS) {
  requireBuild();
  const cases = [];
  for (const threads of [0, 1]) {
    const { child, port } = await startServer(threads);
    try {
      if (threads === 0) cases.push({ name: 'alone', ...(await askSmall(port, seconds)) });
      const large = fork(fileURLToPath(import.meta.url), ['large', String(port)]);
      const counted = new Promise((resolve) => large.once('message', resolve));
      await counted;
      const times = await askSmall(port, seconds);
      const done = new Promise((resolve) => large.once('message', resolve));
      large.send('stop');
      cases.push({ name: `beside large ones, ${threads} threads`, ...times, large: await done });
    } finally {
      child.kill();
    }
  }
  return { bench: 'stall', model: 'gbt100', rows: ROWS, perSecond: PER_SECOND, seconds, unit: 'ms', cases };
}

function startServer(threads) {
  const limits = ['--max-body', '64MB', '--request-timeout', '120', '--log-level', 'warn'];
  const args = [commandLine, 'serve', `gbt100=${join(gbt100, 'model')}`, '--port', '0', ...limits];
  const child = spawn(process.execPath, [...args, '--batch-threads', String(threads)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (line) => resolve({ child, port: Number(/:(\d+) with/.exec(line)[1]) }));
  });
}

const readRows = () => readFileSync(join(gbt100, 'input.jsonl'), 'utf8').trimEnd().split('\n');

/** A process of its own for the small ones, so that the measure is not held up by what it measures. */
async function askSmall(port, seconds) {
  const child = fork(fileURLToPath(import.meta.url), ['small', String(port), String(seconds)]);
  return new Promise((resolve) => child.once('message', resolve));
}

/** Bytes of the answer; undefined where the server has too much to do. */
function ask(port, agent, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else if (response.statusCode === 429) resolve(undefined);
        else reject(new Error(`expected the status 200 or 429, got ${response.statusCode}`));
      });
    });
    asked.on('error', reject).end(body);
  });
}

/** At their times, however late the answers before were. */
async function runSmall(port, seconds) {
  const agent = new Agent({ keepAlive: true });
  const rows = readRows();
  const times = [];
  const startedAt = performance.now();
  const pending = [];
  for (let k = 0; k < seconds * PER_SECOND; k++) {
    const due = startedAt + (1000 * k) / PER_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    // What this process is late by itself is not the server's.
    const sentAt = performance.now();
    const asked = ask(port, agent, rows[k % rows.length]);
    pending.push(asked.then((bytes) => bytes !== undefined && times.push(performance.now() - sentAt)));
  }
  await Promise.all(pending);
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(100 * times[Math.min(times.length - 1, Math.floor(times.length * share))]) / 100;
  process.send({
    answered: times.length,
    refused: pending.length - times.length,
    p50: at(0.5),
    p99: at(0.99),
    p999: at(0.999),
    most: at(1),
  });
  agent.destroy();
  process.disconnect();
}

async function runLarge(port) {
  const agent = new Agent({ keepAlive: true });
  const rows = readRows();
  const body = `[${Array.from({ length: ROWS }, (_, k) => rows[k % rows.length]).join(',')}]`;
  let ended = false;
  process.once('message', () => {
    ended = true;
  });
  await ask(port, agent, body);
  process.send('warm');
  let count = 0;
  for (; !ended; count++) await ask(port, agent, body);
  process.send(count);
  agent.destroy();
  process.disconnect();
}

const [role, port, seconds] = process.argv.slice(2);
if (role === 'small') await runSmall(Number(port), Number(seconds));
else if (role === 'large') await runLarge(Number(port));
else if (isMain(import.meta.url)) {
  console.log(JSON.stringify(describeMachine()));
  print(await measureStall(Number(role ?? SECONDS)));
}
