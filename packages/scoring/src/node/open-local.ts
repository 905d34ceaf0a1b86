/** Saved models on the local file system. */

import { readdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openArchive } from '../archive/open-archive.ts';
import { listNames, ScoringError } from '../core/errors.ts';
import type { Files } from '../core/files.ts';
import { errorCode, fileError, readBytes } from './file-access.ts';
import { openFolder } from './open-folder.ts';

/**
 * The files of a folder, or of a zip, tar or tar.gz archive. Rejects with FILE_NOT_FOUND, FILE_DENIED,
 * MODEL_UNRECOGNISED for any other file, MODEL_ARCHIVE and MODEL_LIMIT.
 */
export async function openLocal(path: string): Promise<Files> {
  const info = await stat(path).catch(async (error: unknown) => {
    throw (await describeMissing(path, error)) ?? fileError(path, error);
  });
  if (info.isDirectory()) return openFolder(path);
  if (!info.isFile()) throw unrecognised(path, 'neither of both');
  const bytes = await readBytes(path, info.size, { file: path });
  const files = await openArchive(path, bytes);
  if (files === undefined) throw unrecognised(path, describeContent(bytes));
  return files;
}

function unrecognised(path: string, got: string): ScoringError {
  return new ScoringError('MODEL_UNRECOGNISED', `expected a folder or a zip, tar or tar.gz archive, got ${got}`, {
    file: path,
  });
}

function describeContent(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 64));
  if (head.startsWith('PAR1')) return 'a single Parquet file: give the folder that the pipeline was saved to';
  const start = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return 'a JSON file';
  if (start.startsWith('<')) return 'an XML file';
  return 'a file of another kind';
}

/** FILE_NOT_FOUND with what the nearest folder above holds; undefined where the error is another one. */
async function describeMissing(path: string, error: unknown): Promise<ScoringError | undefined> {
  if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return undefined;
  let folder = resolve(path);
  let names: string[] | undefined;
  while (names === undefined && folder !== dirname(folder)) {
    folder = dirname(folder);
    names = await readdir(folder).catch(() => undefined);
  }
  const have = `have in ${folder}: ${listNames((names ?? []).sort())}`;
  return new ScoringError(
    'FILE_NOT_FOUND',
    `expected a folder or an archive, got no such file; ${have}`,
    { file: path },
    { cause: error },
  );
}
