#!/usr/bin/env node
// Runs the tests that ask a server with the clients that users have, out of a virtual environment in .cache/.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { CANNOT_RUN, closeWith, root, runVitest } from '../runner.mjs';

const PACKAGES = ['tritonclient[grpc]==2.73.0', 'grpcio-reflection==1.81.1', 'grpcio-health-checking==1.81.1'];

/** The Python of an environment that has the clients. */
function installClients() {
  const folder = join(root, '.cache', 'clients');
  const python = join(folder, 'bin/python');
  if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  return python;
}

function runWithClients() {
  try {
    process.env.TINDERBOX_TEST_CLIENTS = installClients();
    return runVitest(process.execPath, ['clients.test']);
  } catch (error) {
    console.error(error.message);
    return CANNOT_RUN;
  }
}

closeWith([runWithClients()]);
