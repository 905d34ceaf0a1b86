import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const LIBRARY = pathToFileURL(join(ROOT, 'packages/scoring/src/node/index.ts')).href;

/** The fenced blocks of one language. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    (match) => match[1] as string,
  );
}

describe('README.md', () => {
  it('is short', () => {
    expect(readme.split('\n').length).toBeLessThan(150);
  });

  it('shows code that runs', async () => {
    const folder = mkdtempSync(join(ROOT, 'node_modules/.readme-'));
    const lines: unknown[][] = [];
    const log = console.log;
    console.log = (...values) => lines.push(values);
    try {
      for (const [i, code] of blocks('js').entries()) {
        const path = join(folder, `example-${i}.ts`);
        writeFileSync(path, code.replace("'@tinderbox/scoring'", `'${LIBRARY}'`));
        await import(/* @vite-ignore */ path);
      }
    } finally {
      console.log = log;
      rmSync(folder, { recursive: true });
    }
    expect(lines[0]?.[0]).toMatch(/^(stays|leaves)$/);
    expect(lines[0]?.[1]).toHaveLength(2);
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] as string);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(ROOT, link)), link).not.toThrow(/ENOENT/);
  });
});
