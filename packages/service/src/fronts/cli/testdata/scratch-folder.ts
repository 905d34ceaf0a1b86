import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/**
 * Gives each test a folder of its own. The function answers a path in it, and writes text or lines where they are given;
 * the path of '' is the folder.
 */
export function useScratchFolder(): (name: string, content?: string | readonly string[]) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, typeof content === 'string' ? content : `${content.join('\n')}\n`);
    return path;
  };
}
