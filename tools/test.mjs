#!/usr/bin/env node
// What every change must pass, in minutes. Installs what is not installed.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CANNOT_RUN, closeWith, root, runVitest } from '../tests/runner.mjs';

const modules = join(root, 'node_modules');

/** Name, program of node_modules or file of the project, arguments. */
const CHECKS = [
  ['generated files', 'tools/generate.mjs', '--check'],
  ['style', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['types', 'node_modules/typescript/bin/tsc', '-b'],
  ['types of the tests', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.tests.json'],
];

function succeeds(program, args) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0;
}

function check([name, file, ...args]) {
  const passed = succeeds(process.execPath, [join(root, file), ...args]);
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
  return passed ? { passed: 1, failed: 0 } : CANNOT_RUN;
}

if (existsSync(modules) || succeeds('npm', ['ci', '--no-audit', '--no-fund'])) {
  closeWith([...CHECKS.map(check), runVitest(process.execPath)]);
} else {
  closeWith([CANNOT_RUN]);
}
