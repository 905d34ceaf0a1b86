// What benches prepare once: downloaded peers and converted models, in a folder that git ignores.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './report.mjs';

export const cacheFolder = join(root, 'node_modules/.cache/tinderbox/bench');

/** A cached file or folder of that name; `make` writes it where it is told to, once. */
export async function cached(name, make) {
  const path = join(cacheFolder, name);
  if (existsSync(path)) return path;
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(path, '..'), { recursive: true });
  await make(unfinished);
  renameSync(unfinished, path);
  return path;
}

/** A name for whatever is made of these files and folders: another one when a byte of them changes. */
export function digestOf(...paths) {
  const digest = createHash('sha1');
  for (const path of paths.flatMap(listFiles)) digest.update(path).update(readFileSync(path));
  return digest.digest('hex').slice(0, 12);
}

function listFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => listFiles(join(path, name)));
}

/** What a program prints. Fails with what it says on stderr. */
export function run(program, args, options = {}) {
  const env = { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', ...options.env };
  const child = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28, ...options, env });
  if (child.status === 0) return child.stdout;
  throw new RunError(program, child);
}

export class RunError extends Error {
  constructor(program, { status, stdout, stderr, error }) {
    const lines = `${stderr ?? ''}\n${stdout ?? ''}`.split('\n').filter((line) => line.trim() !== '');
    const causes = lines.filter((line) => /^\S*(Caused by|Error|Exception)\b/.test(line) || /^Exception in/.test(line));
    const cause = causes.at(-1) ?? lines.at(-1) ?? error?.message ?? '';
    super(`${program} ended with ${status}: ${cause.trim()}`);
  }
}

/** A Python with packages, in a virtual environment of its own. */
export async function pythonWith(name, packages) {
  const home = join(cacheFolder, 'python', name);
  const python = join(home, 'bin/python');
  const ready = join(home, 'complete');
  // Not moved into place when ready: a virtual environment knows its own path.
  if (existsSync(ready)) return python;
  run('python3', ['-m', 'venv', '--clear', home]);
  run(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  writeFileSync(ready, '');
  return python;
}
