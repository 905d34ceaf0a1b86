/// <reference types="node" />

/** Reading local files, with the failures of the file system as ScoringErrors. */

import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { ScoringError, type Where } from '../core/errors.ts';

// Three times as fast on small files as node:fs/promises, which opens a handle for each.
const readFile = promisify(fs.readFile);
export const lstat = promisify(fs.lstat);

/** What Node reads in one call. */
const MAX_FILE_SIZE = 2 ** 31 - 1;

/** All bytes of a file of about `size` bytes. */
export async function readBytes(path: string, size: number, where: Where): Promise<Uint8Array> {
  if (size > MAX_FILE_SIZE) {
    throw new ScoringError('MODEL_LIMIT', `expected files of at most ${MAX_FILE_SIZE} bytes, got ${size}`, where);
  }
  const buffer = await readFile(path).catch((error: unknown) => {
    throw fileError(where.file ?? path, error);
  });
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** `ENOENT` and the like; '' where there is none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** FILE_NOT_FOUND where the file is gone, else FILE_DENIED. `file` is the path for the message. */
export function fileError(file: string, error: unknown): ScoringError {
  const code = errorCode(error) || String(error);
  const isMissing = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code);
  const where = { file };
  if (isMissing)
    return new ScoringError('FILE_NOT_FOUND', `expected a file or folder, got ${code}`, where, { cause: error });
  return new ScoringError('FILE_DENIED', `expected a readable file or folder, got ${code}`, where, { cause: error });
}
