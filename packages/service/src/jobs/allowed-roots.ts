import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';

/** The folders of the server that callers may name files in. */
export interface AllowedRoots {
  /** The real path of a file or folder, all of which lies under a root. Throws FILE_DENIED, FILE_NOT_FOUND. */
  readable(path: string): Promise<string>;
  /** The real path of a file or folder that may be made or replaced. Throws as readable does. */
  writable(path: string): Promise<string>;
}

/** In one folder and those below it. */
const MAX_ENTRIES = 1_000_000;

/** Links are followed, and refused where they lead outside. No root allows nothing. */
export function allowRoots(roots: readonly string[]): AllowedRoots {
  const check = async (path: string): Promise<string> => {
    if (!isAbsolute(path) || path.includes('\0')) throw denied();
    const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
    const real = await realpath(path).catch(() => undefined);
    // What lies outside is denied whether or not it is there.
    if (real !== undefined && allowed.some((root) => isWithin(real, root))) return real;
    if (real === undefined && (await isMissingWithin(path, allowed))) throw missing();
    throw denied();
  };
  return {
    async readable(path) {
      // Patterns would find other files than were checked here.
      if (/[*?[\]{}]/.test(path)) throw denied();
      const real = await check(path);
      await checkTree(real, check);
      return real;
    },
    async writable(path) {
      if (!isAbsolute(path) || basename(path) === '') throw denied();
      return check(path).catch(async (error: ScoringError) => {
        if (error.code !== 'FILE_NOT_FOUND') throw error;
        return join(await check(dirname(path)), basename(path));
      });
    },
  };
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Whether the deepest folder of the path that is there lies under a root, and nothing of the name, link or not, below it. */
async function isMissingWithin(path: string, allowed: readonly string[]): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return false;
  const real = await realpath(parent).catch(() => undefined);
  if (real === undefined) return !path.split(sep).includes('..') && isMissingWithin(parent, allowed);
  if (!allowed.some((root) => isWithin(real, root))) return false;
  // A link that leads nowhere may lead outside tomorrow.
  const names: readonly string[] = await readdir(real).catch(() => [basename(path)]);
  return !names.includes(basename(path));
}

/** Links in a folder may lead to files under a root alone: those to folders may go round for ever. */
async function checkTree(path: string, check: (path: string) => Promise<string>): Promise<void> {
  if (!(await stat(path)).isDirectory()) return;
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  if (entries.length > MAX_ENTRIES) {
    throw new ScoringError('INPUT_LIMIT', `expected at most ${MAX_ENTRIES} files, got more`);
  }
  for (const entry of entries) {
    if (entry.isSymbolicLink() && !(await stat(await check(join(entry.parentPath, entry.name)))).isFile())
      throw denied();
  }
}

function denied(): ScoringError {
  return new ScoringError(
    'FILE_DENIED',
    'expected an absolute path under a folder that the server allows, got another',
  );
}

function missing(): ScoringError {
  return new ScoringError('FILE_NOT_FOUND', 'expected a file or folder, got a path of nothing');
}
