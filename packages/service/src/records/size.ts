import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from './file-error.ts';

/** Bytes of a file, or of all files in a folder and in those below. Throws FILE_NOT_FOUND and FILE_DENIED. */
export async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (cause) {
    throw fileError(cause, path);
  }
}
