// A private PostgreSQL of Debian's packages, in a folder of its own, run by a user who is not root.

import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { run } from '../processes.mjs';
import { createFolder } from '../temporary-folder.mjs';

const VERSIONS = '/usr/lib/postgresql';
const PASSWORD = 'a secret / of @ tests';

/** Starts a database that is empty: `{ address, stop, start, close }`; stop and start keep what it holds. */
export async function openCluster() {
  const programs = findPrograms() ?? installPrograms();
  const user = process.getuid() === 0 ? idsOf('postgres') : {};
  const folder = createFolder('postgres');
  const own = (path) => user.uid !== undefined && chownSync(path, user.uid, user.gid);
  own(folder);
  const [data, sockets, secret] = ['data', 'sockets', 'secret'].map((name) => join(folder, name));
  mkdirSync(sockets);
  writeFileSync(secret, PASSWORD);
  for (const path of [sockets, secret]) own(path);
  const access = ['--username=tinderbox', '--auth=scram-sha-256', `--pwfile=${secret}`];
  run(join(programs, 'initdb'), [`--pgdata=${data}`, ...access], { ...user, cwd: folder });
  const port = await freePort();
  const address = `postgres://tinderbox:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  // Processes are killed here, machines are not: what the system has been given is kept without waiting for the disk.
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: sockets, fsync: 'off' };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  let server;
  const start = async () => {
    const child = spawn(join(programs, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' });
    server = { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
    await untilItAnswers(address, server);
  };
  /** SIGINT ends it in order, SIGQUIT as a crash does. */
  const stop = async (signal = 'SIGINT') => {
    server.child.kill(signal);
    await server.ended;
  };
  const close = async () => {
    await stop();
    rmSync(folder, { recursive: true });
  };
  await start();
  return { address, start, stop, close };
}

async function untilItAnswers(address, { ended }) {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let waited = 0; waited < 60_000 && !over; waited += 100) {
    if (await answers(address)) return;
    await sleep(100);
  }
  throw new Error(`expected PostgreSQL to answer, got ${over ? 'its end' : 'silence'}`);
}

async function answers(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** The folder of the newest version's programs; undefined where there are none. */
function findPrograms() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(VERSIONS, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

function installPrograms() {
  // At that run level, packages start no services.
  const settings = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };
  run('apt-get', ['update', '-q'], settings);
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'postgresql'], settings);
  const programs = findPrograms();
  if (programs === undefined) throw new Error(`expected PostgreSQL under ${VERSIONS}, got none`);
  return programs;
}

function idsOf(user) {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(run('id', [flag, user])));
  return { uid, gid };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
