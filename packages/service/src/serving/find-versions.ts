import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHIVE, withoutExtension } from './model-spec.ts';

export interface FoundVersion {
  readonly version: string;
  /** Of a saved model, folder or archive. */
  readonly path: string;
}

/** The version of a model that stands alone. */
const ONLY = '1';
/** What a saved model has at its root, of one kind or another. */
const MARKS: readonly string[] = ['metadata', 'rMetadata', 'MLmodel'];
const VERSION = /^v?\d[\w.-]{0,63}$/i;

/**
 * The saved model at a path, or the versions in a folder of them: what is named by a number, `v` before it allowed, such
 * as 3, v2, 1.10 or 2024-05-01; all other names are passed over, so that an upload can have one until it is whole.
 */
export async function findVersions(path: string): Promise<readonly FoundVersion[]> {
  const alone = [{ version: ONLY, path }];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined || entries.some(({ name }) => MARKS.includes(name))) return alone;
  const found: FoundVersion[] = [];
  for (const entry of entries) {
    const version = ARCHIVE.test(entry.name) ? withoutExtension(entry.name) : entry.name;
    const inside = join(path, entry.name);
    if (VERSION.test(version) && (await mayHoldModel(entry, inside))) found.push({ version, path: inside });
  }
  return found.length === 0 ? alone : found.sort((a, b) => compareVersions(a.version, b.version));
}

async function mayHoldModel(entry: Dirent, path: string): Promise<boolean> {
  if (entry.isDirectory()) return true;
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() === true || (info?.isFile() === true && ARCHIVE.test(entry.name));
}

/** Negative where `a` is older: numbers in the names count as numbers, so that 9 comes before 10. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let k = 0; k < Math.max(left.length, right.length); k++) {
    const order = compareParts(left[k] ?? '', right[k] ?? '');
    if (order !== 0) return order;
  }
  return a < b ? -1 : Number(a > b);
}

function partsOf(version: string): readonly string[] {
  return version.replace(/^v/i, '').match(/\d+|\D+/g) ?? [];
}

function compareParts(a: string, b: string): number {
  const [left, right] = [/^\d/.test(a), /^\d/.test(b)];
  if (left && right) {
    const [short, long] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
    if (short.length !== long.length) return short.length - long.length;
    return short < long ? -1 : Number(short > long);
  }
  return a < b ? -1 : Number(a > b);
}
