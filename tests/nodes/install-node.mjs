// Releases of Node out of the npm package `node`.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from '../processes.mjs';
import { root } from '../runner.mjs';

/** The path of the program of an exact version, installed where it is missing; fails where that is not to be had. */
export function installNode(version) {
  const folder = join(root, '.cache', `node-${version}`);
  const program = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(program)) install(folder, version);
  const answer = run(program, ['--version']).toString().trim();
  if (answer !== `v${version}`) throw new Error(`${program}: expected Node ${version}, got ${answer}`);
  return program;
}

/** The package fetches the program in a script of its own, which npm runs only where it is allowed. */
function install(folder, version) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  npm(folder, ['install', '--no-package-lock']);
}
