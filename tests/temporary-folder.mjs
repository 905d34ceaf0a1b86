import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder, its path without links; the caller removes it. */
export function createFolder(name) {
  return realpathSync(mkdtempSync(join(tmpdir(), `tinderbox-${name}-`)));
}
