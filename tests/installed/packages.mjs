// The packages as npm would publish them, installed as a user would.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';

/** Packs a workspace into a folder; answers `{ path, files }`: the tarball, and the paths in it, sorted. */
export function pack(workspace, folder) {
  const output = npm(root, ['pack', '--json', `--workspace=packages/${workspace}`, `--pack-destination=${folder}`]);
  const text = output.toString();
  const [{ filename, files }] = JSON.parse(text.slice(text.search(/^\[$/m)));
  return { path: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** A new project in which only these tarballs, and what they depend on, are installed. */
export function install(name, tarballs) {
  const project = createFolder(name);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  npm(project, ['install', ...tarballs.map(({ path }) => path)]);
  return project;
}

/** The packages in a project's node_modules, by name: `{ folder, manifest }`. */
export function installedPackages(project) {
  const modules = join(project, 'node_modules');
  const names = readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
  return new Map(names.map((name) => [name, readPackage(join(modules, name))]));
}

function readPackage(folder) {
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/** Every file under a folder: `{ path, size }`. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, size: statSync(path).size }));
}
