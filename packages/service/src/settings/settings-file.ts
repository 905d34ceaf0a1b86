import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';
import { type Given, misplaced } from './kind.ts';
import { parseYamlValues } from './yaml-values.ts';

/** Settings in a file, as they stand there. */
export interface SettingsFile {
  readonly given: Given;
  /** What relative paths in it are relative to. */
  readonly folder: string;
}

/** Hundreds of models; the parser takes a second for the worst such file. */
const MOST_BYTES = 2 ** 16;

/** Reads YAML 1.2. Throws INPUT_FORMAT with line and column, INPUT_LIMIT, FILE_NOT_FOUND, FILE_DENIED. */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  const text = await readText(path);
  return { given: parseYamlValues(text, path), folder: dirname(resolve(path)) };
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // A pipe may be endless.
    for await (const chunk of createReadStream(path, { end: MOST_BYTES })) chunks.push(chunk);
  } catch (error) {
    throw unreadable(error, path);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MOST_BYTES) {
    throw new ScoringError('INPUT_LIMIT', `expected at most ${MOST_BYTES / 1024} KB of settings, got more`, {
      file: path,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw misplaced(path, 'expected UTF-8, got other bytes');
  }
}

function unreadable(error: unknown, file: string): ScoringError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    return new ScoringError('FILE_DENIED', 'expected a file of settings, got no right to read it', { file });
  }
  const got = code === 'EISDIR' ? 'a folder' : 'no such file';
  return new ScoringError('FILE_NOT_FOUND', `expected a file of settings, got ${got}`, { file });
}
