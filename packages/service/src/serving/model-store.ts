import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHIVE, isModelName, type ModelSpec, withoutExtension } from './model-spec.ts';

/**
 * The models in a folder of them, by name: each folder or archive is one, with versions or alone. Names that could not
 * stand in an address are passed over, so that an upload can have one until it is whole. None where the folder is gone.
 */
export async function findModels(folder: string): Promise<readonly (ModelSpec & { readonly name: string })[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.flatMap((entry) => {
    const name = withoutExtension(entry.name);
    const mayBeModel = ARCHIVE.test(entry.name) || entry.isDirectory() || entry.isSymbolicLink();
    return mayBeModel && isModelName(name) ? [{ name, path: join(folder, entry.name) }] : [];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
