import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertSparkLines, churn } from '../churn.mjs';
import { run } from '../processes.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { install, installedPackages, pack } from './packages.mjs';

/** Root writes where it wants, so it runs as the user with no rights. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe('tinderbox, installed', () => {
  let folder;
  let project;
  let example;

  before(() => {
    folder = createFolder('packed');
    project = install('service', [pack('scoring', folder), pack('service', folder)]);
    example = join(project, 'churn');
    cpSync(churn, example, { recursive: true });
  });

  after(() => {
    if (project !== undefined) chmodAll(project, 0o755);
    for (const path of [folder, project]) if (path !== undefined) rmSync(path, { recursive: true });
  });

  const predictArguments = () => [
    'predict',
    join(example, 'model'),
    ...['--input', join(example, 'customers.csv'), '--output-format', 'json'],
  ];

  it('answers as Spark through npx', () => {
    assertSparkLines(run('npx', ['--no-install', 'tinderbox', ...predictArguments()], { cwd: project }).toString());
  });

  it('tells its version', () => {
    const { version } = installedPackages(project).get('tinderbox').manifest;
    assert.equal(run(join(project, 'node_modules/.bin/tinderbox'), ['--version']).toString(), `${version}\n`);
  });

  it('serves over HTTP and gRPC, takes jobs, and stops when told to', async () => {
    const command = join(project, 'node_modules/tinderbox/bin/tinderbox.js');
    const flags = ['--port', '0', '--grpc-port', '0', '--jobs', join(project, 'jobs'), '--log-level', 'error'];
    const server = spawn(process.execPath, [command, 'serve', `churn=${join(example, 'model')}`, ...flags]);
    const [line] = await once(server.stdout, 'data');
    const [, url] = /^tinderbox: ready at (http:\S+) and grpc:\S+ with churn/.exec(String(line)) ?? [];
    const job = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'churn', records: [] }),
    };
    const asked = await Promise.all([fetch(`${url}/v2/health/ready`), fetch(`${url}/v1/jobs`, job)]).finally(() =>
      server.kill('SIGTERM'),
    );
    assert.deepEqual(
      asked.map(({ status }) => status),
      [200, 202],
    );
    assert.deepEqual(await once(server, 'exit'), [0, null]);
  });

  it('works where it may write nothing', () => {
    chmodAll(project, 0o555);
    const environment = { PATH: process.env.PATH, HOME: '/nonexistent' };
    const settings = { ...NOBODY, cwd: '/', env: environment };
    const command = join(project, 'node_modules/tinderbox/bin/tinderbox.js');
    assertSparkLines(run(process.execPath, [command, ...predictArguments()], settings).toString());
  });
});

function chmodAll(path, mode) {
  for (const name of ['', ...readdirSync(path, { recursive: true })]) chmodSync(join(path, name), mode);
}
