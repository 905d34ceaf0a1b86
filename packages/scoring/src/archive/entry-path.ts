/** Paths of archive entries. */

import { type Archive, damaged } from './archive.ts';

/**
 * The path of an entry without `.` and empty segments; '' for the root itself. Refused are the names that could
 * mean another place or another file elsewhere: absolute, drive letter, `..`, backslash, NUL.
 */
export function checkEntryPath(archive: Archive, name: string): string {
  const segments = name.split('/');
  const problem = nameProblem(name, segments);
  if (problem !== undefined) throw damaged(archive, `expected a relative path of an entry, got ${problem}: ${name}`);
  return segments.filter((segment) => segment !== '' && segment !== '.').join('/');
}

function nameProblem(name: string, segments: readonly string[]): string | undefined {
  if (name === '') return 'an empty one';
  if (name.includes('\0')) return 'a NUL';
  if (name.includes('\\')) return 'a backslash';
  if (name.startsWith('/')) return 'an absolute one';
  if (/^[A-Za-z]:/.test(name)) return 'a drive letter';
  return segments.includes('..') ? 'a ".."' : undefined;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a name, which must be UTF-8. */
export function decodeName(archive: Archive, bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw damaged(archive, `expected entry names in UTF-8, got ${new TextDecoder().decode(bytes)}`);
  }
}

/** Refuses a path that two files share (upper and lower case differ). */
export function refuseDuplicates(archive: Archive, entries: Iterable<{ readonly path: string }>): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    if (seen.has(path)) throw damaged(archive, `expected each path once, got twice: ${path}`);
    seen.add(path);
  }
}
