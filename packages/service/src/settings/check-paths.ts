import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';
import type { NamedPath } from './kind.ts';

/** Throws FILE_NOT_FOUND or FILE_DENIED for the first path that is not there or not what it has to be. */
export async function checkPaths(named: readonly NamedPath[]): Promise<void> {
  for (const one of named) if (one.wanted !== 'model') await checkPath(one);
}

async function checkPath({ place, path, wanted }: NamedPath): Promise<void> {
  // The file is made, its folder is not.
  if (wanted === 'log') return checkPath({ place, path: dirname(resolve(path)), wanted: 'folder' });
  const info = await stat(path).catch(() => undefined);
  if (info === undefined && wanted === 'store') {
    // It will be made in the nearest folder that is there.
    const parent = dirname(resolve(path));
    return checkPath({ place, path: parent, wanted });
  }
  const noun = wanted === 'file' ? 'a file' : 'a folder';
  const got = info === undefined ? 'nothing' : info.isDirectory() ? 'a folder' : 'a file';
  if (got !== noun)
    throw new ScoringError('FILE_NOT_FOUND', `expected ${noun} at ${path}, got ${got}`, { file: place });
  const right = wanted === 'store' ? constants.W_OK : constants.R_OK;
  await access(path, right).catch(() => {
    const verb = wanted === 'store' ? 'write' : 'read';
    throw new ScoringError('FILE_DENIED', `expected ${noun} at ${path} to ${verb}, got no right to`, { file: place });
  });
}
