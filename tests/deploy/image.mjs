// What deploy/Dockerfile says of the image's last stage, and a folder that holds what such an image would.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm, run } from '../processes.mjs';
import { root } from '../runner.mjs';

/** `{ entrypoint, command, health, user, environment }` */
export function readImage() {
  const text = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').replace(/\\\n\s*/g, '');
  const lines = text.slice(text.lastIndexOf('\nFROM ')).split('\n');
  const find = (word) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const health = find('HEALTHCHECK');
  return {
    entrypoint: JSON.parse(find('ENTRYPOINT')),
    command: JSON.parse(find('CMD')),
    health: JSON.parse(health.slice(health.indexOf('CMD ') + 4)),
    user: find('USER'),
    environment: Object.fromEntries(
      find('ENV')
        .split(' ')
        .map((word) => word.split('=')),
    ),
  };
}

/** Fills an empty folder: Node with its libraries, the packed packages as they are installed, and places for mounts. */
export function fillImage(folder) {
  const node = process.execPath;
  for (const file of [node, ...librariesOf(node)]) copyFile(file, join(folder, file));
  copyFile(node, join(folder, 'usr/local/bin/node'));
  const packed = join(folder, 'packed');
  const installed = join(folder, 'opt/tinderbox');
  for (const name of ['packed', 'opt/tinderbox', 'models', 'etc/tinderbox', 'tmp', 'jobs', 'proc', 'dev'])
    mkdirSync(join(folder, name), { recursive: true });
  npm(root, ['pack', '--ignore-scripts', '--workspaces', `--pack-destination=${packed}`]);
  writeFileSync(join(installed, 'package.json'), '{ "private": true }\n');
  const tarballs = readdirSync(packed).map((name) => join(packed, name));
  npm(installed, ['install', '--omit=dev', '--ignore-scripts', ...tarballs]);
}

function librariesOf(program) {
  const lines = run('ldd', [program]).toString().split('\n');
  return lines.flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function copyFile(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}
