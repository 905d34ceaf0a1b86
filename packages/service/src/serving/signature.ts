import { createHash } from 'node:crypto';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Beyond that a folder is no model. */
const MAX_ENTRIES = 200_000;

/**
 * Differs when anything at a path has changed: names, sizes, times and file numbers, of links what they point to.
 * Undefined where nothing is there or while it is being taken away.
 */
export async function signatureOf(path: string): Promise<string | undefined> {
  try {
    const root = await realpath(path);
    const hash = createHash('sha256');
    const walk: Walk = { note: (line) => hash.update(line), left: MAX_ENTRIES };
    walk.note(root);
    await noteEntry(walk, root);
    return hash.digest('base64');
  } catch {
    return undefined;
  }
}

interface Walk {
  note(line: string): void;
  left: number;
}

async function noteEntry(walk: Walk, path: string): Promise<void> {
  const { size, mtimeMs, ino, isFolder } = await stat(path).then((found) => ({
    ...found,
    isFolder: found.isDirectory(),
  }));
  walk.note(`${path}\0${isFolder ? 'folder' : size}\0${mtimeMs}\0${ino}\n`);
  if (isFolder) await noteFolder(walk, path);
}

async function noteFolder(walk: Walk, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  walk.left -= entries.length;
  if (walk.left < 0) return;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isSymbolicLink()) walk.note(`${inside}\0${await readlink(inside)}\n`);
    else await noteEntry(walk, inside);
  }
}
