/** A local folder as `Files`. */

import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type IndexedFile, indexFiles } from '../archive/indexed-files.ts';
import { ScoringError } from '../core/errors.ts';
import type { Files } from '../core/files.ts';
import { fileError, lstat, readBytes } from './file-access.ts';
import { createGate, type Gate } from './gate.ts';

const MAX_ENTRIES = 200_000;
/** Well below the number of files a process may have open. */
const MAX_OPEN = 64;

interface Folder {
  /** Without links, and without a separator at the end. */
  readonly realPath: string;
  /** From the root, '' or with a slash at the end. */
  readonly prefix: string;
  /** The real paths from the root to here, to stop at a link back. */
  readonly chain: readonly string[];
}

interface Walk {
  readonly name: string;
  readonly root: string;
  readonly gate: Gate;
  readonly found: IndexedFile[];
  count: number;
}

/**
 * The regular files under a folder; links are followed where they stay inside it, and not back to a folder
 * above them. The listing is taken now; bytes are read when asked for.
 */
export async function openFolder(path: string): Promise<Files> {
  try {
    const root = await realpath(path);
    const walk: Walk = { name: path, root, gate: createGate(MAX_OPEN), found: [], count: 0 };
    await walkFolder(walk, { realPath: root, prefix: '', chain: [root] });
    return indexFiles(path, [], walk.found);
  } catch (error) {
    throw error instanceof ScoringError ? error : fileError(path, error);
  }
}

async function walkFolder(walk: Walk, folder: Folder): Promise<void> {
  const entries = await readdir(folder.realPath, { withFileTypes: true });
  walk.count += entries.length;
  if (walk.count > MAX_ENTRIES) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MAX_ENTRIES} files and folders, got more`, {
      file: walk.name,
    });
  }
  await Promise.all(entries.map((entry) => visit(walk, folder, entry)));
}

async function visit(walk: Walk, folder: Folder, entry: Dirent): Promise<void> {
  const realPath = join(folder.realPath, entry.name);
  const path = folder.prefix + entry.name;
  if (entry.isDirectory()) return enter(walk, folder, { realPath, path });
  if (entry.isSymbolicLink()) return followLink(walk, folder, { realPath, path });
  if (entry.isFile()) addFile(walk, { realPath, path, size: (await lstat(realPath)).size });
}

function enter(walk: Walk, folder: Folder, inner: { realPath: string; path: string }): Promise<void> {
  const { realPath, path } = inner;
  return walkFolder(walk, { realPath, prefix: `${path}/`, chain: [...folder.chain, realPath] });
}

async function followLink(walk: Walk, folder: Folder, link: { realPath: string; path: string }): Promise<void> {
  const target = await realpath(link.realPath).catch((error: unknown) => {
    throw fileError(join(walk.name, link.path), error);
  });
  if (!`${target}${sep}`.startsWith(walk.root.endsWith(sep) ? walk.root : walk.root + sep)) {
    throw new ScoringError(
      'FILE_DENIED',
      `expected links to stay inside the folder, got one that leaves it: ${link.path}`,
      {
        file: walk.name,
      },
    );
  }
  const info = await stat(target);
  if (info.isFile()) addFile(walk, { realPath: target, path: link.path, size: info.size });
  if (info.isDirectory() && !folder.chain.includes(target)) await enter(walk, folder, { ...link, realPath: target });
}

function addFile(walk: Walk, file: { realPath: string; path: string; size: number }): void {
  const { realPath, path, size } = file;
  const where = { file: join(walk.name, path) };
  walk.found.push({ path, size, read: () => walk.gate(() => readBytes(realPath, size, where)) });
}
