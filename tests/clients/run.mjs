#!/usr/bin/env node
// Runs the tests with the clients that others use, out of a virtual environment in .cache/. They talk to a server of
// the sources, or to the one that the words of TINDERBOX_TEST_SERVER start, such as `tinderbox serve --port 0`.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { CANNOT_RUN, closeWith, root, runNodeTests, runVitest } from '../runner.mjs';

const PACKAGES = [
  'tritonclient[http,grpc]==2.73.0',
  'mlflow-skinny==3.17.2',
  'kserve==0.21.0',
  'grpcio-reflection==1.81.1',
  'grpcio-health-checking==1.81.1',
  'schemathesis==4.32.5',
  'prometheus_client==0.26.0',
  ...['numpy', 'pandas', 'requests', 'scipy'],
];

/** The Python of an environment that has the clients, made where it is missing. */
function installClients() {
  const folder = join(root, '.cache', 'clients');
  const python = join(folder, 'bin/python');
  const complete = join(folder, PACKAGES.slice(0, 5).join(' '));
  if (existsSync(complete)) return python;
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  run('touch', [complete]);
  return python;
}

function runWithClients() {
  try {
    process.env.TINDERBOX_TEST_CLIENTS ??= installClients();
    return [runNodeTests(process.execPath, 'clients'), runVitest(process.execPath, ['clients.test'])];
  } catch (error) {
    console.error(error.message);
    return [CANNOT_RUN];
  }
}

closeWith(runWithClients());
