// Other servers of the same model, one row a request.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askAll } from './http-load.mjs';
import { jpmml, jpmmlJars } from './peers/jpmml.mjs';
import { javaCommand } from './peers/jvm.mjs';
import { PMML_ORIGIN, pmmlModel } from './peers/pmml.mjs';
import { PYTHON_SERVERS } from './peers/serve-python.mjs';
import { compareAnswers } from './row-answers.mjs';

const START_MILLISECONDS = 60_000;

const JDK = {
  name: 'JDK HttpServer + JPMML-Evaluator',
  tolerance: 1e-9,
  remark: `JPMML-Evaluator ${jpmml.version()}; ${PMML_ORIGIN}; a thread for each core`,
  path: '/predict',
  bodyOf: (row) => row,
  answerOf: (answer) => answer,
  command: async (model, { port }) =>
    javaCommand('PmmlServer', await jpmmlJars(), [await pmmlModel(model), String(port)]),
};

export const PEERS = [JDK, ...PYTHON_SERVERS];

/** A peer that runs and has answered all rows as Spark did, as near as it can: { child, port, path, bodies, answers }. */
export async function startPeer(peer, model, folder) {
  const scratch = mkdtempSync(join(folder, 'peer-'));
  const port = await freePort();
  const [program, args] = await peer.command(model, { port, scratch });
  const child = spawn(program, args, { cwd: scratch, stdio: 'ignore', detached: true });
  child.once('error', () => {});
  const stop = () => process.kill(-child.pid, 'SIGKILL');
  try {
    const { path } = peer;
    const bodies = model.rows.map((row) => JSON.stringify(peer.bodyOf(row)));
    await whenReady({ port, path, bodies: bodies.slice(0, 1) }, child);
    const answers = await askAll({ port, path, bodies });
    const found = answers.map((text) => peer.answerOf(JSON.parse(text)));
    const { beyond } = compareAnswers({ expected: model.expected, columns: ['probability'] }, found, peer.tolerance);
    if (beyond > 0) throw new Error(`${beyond} of ${bodies.length} answers differ by more than ${peer.tolerance}`);
    return { stop, port, path, bodies, answers };
  } catch (error) {
    stop();
    throw error;
  }
}

async function whenReady(question, child) {
  for (const until = performance.now() + START_MILLISECONDS; performance.now() < until; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    const isReady = await askAll(question).then(
      () => true,
      () => false,
    );
    if (isReady) return;
  }
  throw new Error('not ready within a minute');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
