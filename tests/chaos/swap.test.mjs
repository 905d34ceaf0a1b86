// Swaps a model again and again under load: no request may fail, every answer is that of one version, whole.

import { strict as assert } from 'node:assert';
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { ask, startServer, until } from './server.mjs';

const SWAPS = Number(process.env.TINDERBOX_SWAPS ?? 200);
/** After so many swaps a broken version lies there for a while. */
const BROKEN_EVERY = 20;
const CALLERS = 6;
/** Rows of a request that is left to a thread. */
const MANY = 400;

const houses = (name) => join(root, 'corpus/org.apache.spark.ml.PipelineModel', `houses-${name}-3.5.9`);
const lines = (path) => readFileSync(path, 'utf8').trimEnd().split('\n');
const rows = lines(join(houses('linear'), 'input.jsonl'));
const versions = ['linear', 'forest'];
const answers = versions.map((name) =>
  lines(join(houses(name), 'expected.jsonl')).map((line) => JSON.stringify({ estimate: JSON.parse(line).estimate })),
);

let folder;
let copies = 0;

before(() => {
  folder = createFolder('swap');
  for (const name of versions) cpSync(join(houses(name), 'model'), join(folder, name), { recursive: true });
  cpSync(join(folder, 'linear'), join(folder, 'broken'), { recursive: true });
  writeFileSync(join(folder, 'broken/metadata/part-00000'), 'broken');
});

after(() => rmSync(folder, { recursive: true }));

/** Under a name of its own each time: what has the name of the one before the last is taken for that. */
function link(name) {
  const copy = `${name}-${copies++}`;
  cpSync(join(folder, name), join(folder, copy), { recursive: true });
  symlinkSync(join(folder, copy), join(folder, 'next'));
  renameSync(join(folder, 'next'), join(folder, 'houses'));
}

/** One row after the other over a connection of its own; gives how many answers of each version came. */
async function askForOne(url, ended, first) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen = [0, 0];
  for (let k = first; !ended(); k = (k + 1) % rows.length) {
    const { status, text } = await ask(agent, url, { body: rows[k] });
    const version = answers.findIndex((texts) => JSON.stringify(JSON.parse(text)) === texts[k]);
    assert.ok(status === 200 && version >= 0, `row ${k}: ${status} ${text}`);
    seen[version]++;
  }
  agent.destroy();
  return seen;
}

/** Many rows at once, all of which are to be answered by the same version. */
async function askForMany(url, ended) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const chosen = Array.from({ length: MANY }, (_, k) => k % rows.length);
  const body = `[${chosen.map((k) => rows[k]).join(',')}]`;
  const wholes = answers.map((texts) => `[${chosen.map((k) => texts[k]).join(',')}]`);
  const seen = [0, 0];
  while (!ended()) {
    const { status, text } = await ask(agent, url, { body });
    const version = wholes.indexOf(JSON.stringify(JSON.parse(text)));
    assert.ok(status === 200 && version >= 0, `${MANY} rows: ${status} ${text.slice(0, 300)}`);
    seen[version]++;
  }
  agent.destroy();
  return seen;
}

async function swapUnderLoad(workers) {
  rmSync(join(folder, 'houses'), { force: true });
  link('linear');
  // A machine that stands still for a while is no fault of the server.
  const settings = ['--request-timeout', '300', '--watch', '--watch-interval', '0.05', '--workers', String(workers)];
  const server = await startServer(join(folder, 'houses'), ...settings);
  const count = (message) => server.log.filter((line) => line.message === message).length;
  const url = `${server.url}/v1/models/houses/predict?columns=estimate`;
  let isOver = false;
  const callers = [
    askForMany(url, () => isOver),
    ...Array.from({ length: CALLERS }, (_, k) => askForOne(url, () => isOver, k % rows.length)),
  ];
  const failed = Promise.all(callers);
  failed.catch(() => {});
  const swap = async () => {
    for (let k = 1; k <= SWAPS; k++) {
      if (k % BROKEN_EVERY === 0) {
        const refused = count('model refused') + workers;
        link('broken');
        await until(`broken version before swap ${k}`, () => count('model refused') >= refused);
      }
      const replaced = count('model replaced') + workers;
      link(versions[k % 2]);
      await until(`swap ${k}`, () => count('model replaced') >= replaced);
    }
  };
  await Promise.race([swap(), failed]);
  isOver = true;
  const seen = await failed;
  server.child.kill('SIGTERM');
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  const [linear, forest] = versions.map((_, version) => seen.reduce((sum, each) => sum + each[version], 0));
  assert.ok(linear > 0 && forest > 0 && seen[0][0] + seen[0][1] > 0);
  const bad = server.log.filter(({ message, status }) => message === 'request' && status !== 200);
  assert.deepEqual(bad, []);
  console.log(`${SWAPS} swaps, ${workers} workers: ${linear} + ${forest} answers, ${seen[0]} of them of ${MANY} rows`);
}

describe(`a model swapped ${SWAPS} times under load`, () => {
  it('fails no request with one process', () => swapUnderLoad(1));
  it('fails no request with two', () => swapUnderLoad(2));
});
