// Starts `tinderbox serve` as users do, for the tests beside it.

import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../runner.mjs';

/** Resolves when it is ready. `log` holds the parsed lines of its log so far. */
export async function startServer(...args) {
  const command = [join(root, 'packages/service/bin/tinderbox.js'), 'serve', '--port', '0', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) =>
    log.push(line.startsWith('{') ? JSON.parse(line) : line),
  );
  const ready = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const line = await Promise.race([ready, ended]);
  if (typeof line !== 'string') throw new Error(`expected a server, got its end: ${JSON.stringify([line, log])}`);
  return { child, ended, log, url: /http:\/\/\S+/.exec(line)[0] };
}

/** `{ status, headers, text }`, or an error where the connection fails. */
export function ask(agent, url, { method = 'POST', body = '', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const head = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
    const asked = request(url, { method, agent, headers: head }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    asked.on('error', reject).end(body);
  });
}

/** Waits until something holds; fails with what was waited for. */
export async function until(what, holds, seconds = 60) {
  for (let waited = 0; !(await holds()); waited += 5) {
    if (waited > seconds * 1000) throw new Error(`waited in vain for ${what}`);
    await sleep(5);
  }
}
