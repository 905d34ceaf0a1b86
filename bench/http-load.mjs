// Load on a server, by http-load.c in a process of its own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf, run } from './cache.mjs';

const source = fileURLToPath(new URL('http-load.c', import.meta.url));
const HOST = '127.0.0.1';

/** The path of the program, compiled once. */
async function compileLoad() {
  const folder = await cached(`classes/http-load-${digestOf(source)}`, (path) => {
    mkdirSync(path);
    run('gcc', ['-O2', '-o', join(path, 'http-load'), source]);
  });
  return join(folder, 'http-load');
}

/** What a server is asked, and answered: { port, path, bodies } and the text of each answer. */
export async function askAll({ port, path, bodies }) {
  const headers = { 'content-type': 'application/json' };
  const answers = [];
  for (const body of bodies) {
    const response = await fetch(`http://${HOST}:${port}${path}`, { method: 'POST', headers, body });
    answers.push(await response.text());
    if (response.status !== 200) throw new Error(`expected an answer, got ${response.status}: ${answers.at(-1)}`);
  }
  return answers;
}

/**
 * Figures of one run: { perSecond, p50, p99, p999, refusedPerSecond, ... }. `mode` is closed, open or flood, as http-load.c
 * tells; `rate` requests a second in the latter two. Fails for an answer that is not the one given for its request.
 */
export async function runLoad(server, { folder, connections, seconds, mode = 'closed', rate = 0 }) {
  const file = join(folder, 'requests');
  writeFileSync(file, exchangesOf(server));
  const asked = [file, HOST, server.port, connections, seconds, mode, rate].map(String);
  const figures = JSON.parse(run(await compileLoad(), asked));
  if (figures.wrong > 0) throw new Error(`expected right answers, got ${figures.wrong} wrong`);
  return figures;
}

function exchangesOf({ port, path, bodies, answers }) {
  const exchanges = bodies.map((body, k) => {
    const head =
      `POST ${path} HTTP/1.1\r\nHost: ${HOST}:${port}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const [request, answer] = [head + body, answers[k]];
    return `${Buffer.byteLength(request)} ${Buffer.byteLength(answer)}\n${request}${answer}`;
  });
  return exchanges.join('');
}
