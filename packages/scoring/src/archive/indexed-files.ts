/** Files that are all known beforehand: what archives and folders make once they are listed. */

import { listNames, ScoringError } from '../core/errors.ts';
import type { FileEntry, Files } from '../core/files.ts';

/** A file and how to get its bytes. */
export interface IndexedFile extends FileEntry {
  read(): Promise<Uint8Array>;
}

/** `Files` over distinct paths, in any order. */
export function indexFiles(name: string, containers: readonly string[], entries: Iterable<IndexedFile>): Files {
  const byPath = new Map<string, IndexedFile>();
  for (const entry of entries) byPath.set(entry.path, entry);
  const paths = [...byPath.keys()].sort();
  const listing = paths.map((path) => ({ path, size: (byPath.get(path) as IndexedFile).size }));
  return {
    name,
    containers,
    list: async () => listing,
    read: async (path) => {
      const entry = byPath.get(path);
      if (entry === undefined) throw missingFile(name, path, paths);
      return entry.read();
    },
  };
}

/** FILE_NOT_FOUND that lists what is in the nearest folder that exists. */
function missingFile(name: string, path: string, paths: readonly string[]): ScoringError {
  let folder = path;
  do folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  while (folder !== '' && !paths.some((other) => other.startsWith(`${folder}/`)));
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = paths.filter((other) => other.startsWith(prefix)).map((other) => other.slice(prefix.length));
  const neighbours = new Set(inside.map((rest) => rest.replace(/\/.*/s, '/')));
  const place = folder === '' ? '' : ` in ${folder}`;
  return new ScoringError(
    'FILE_NOT_FOUND',
    `expected ${path}, got no such file; have${place}: ${listNames(neighbours)}`,
    {
      file: name,
    },
  );
}
