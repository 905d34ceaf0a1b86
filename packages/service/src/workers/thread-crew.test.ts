import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Threads have a program of their own, so the bundle of the package is made and run. */
let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinderbox-'));
  writeFileSync(file('package.json'), '{"version": "1.2.3", "type": "module"}');
  await build({
    entryPoints: {
      cli: 'packages/service/src/main/cli.ts',
      'batch-worker': 'packages/service/src/main/batch-worker.ts',
    },
    outdir: file('dist/bundle'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    alias: { '@tinderbox/scoring': join(process.cwd(), 'packages/scoring/src/node/index.ts') },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const start =
    "const { main } = await import('./dist/bundle/cli.js'); await main(new URL('./package.json', import.meta.url));";
  writeFileSync(file('run.mjs'), start);
  mkdirSync(file('in'));
  for (let k = 0; k < 6; k++) writeFileSync(file(`in/part-${k}.jsonl`), words(k));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const MODEL = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/known-3.5.9/model';
const ROWS = 2000;

function words(part: number): string {
  return Array.from({ length: ROWS }, (_, k) => `{"word":"a","id":${part * ROWS + k}}\n`).join('');
}

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [file('run.mjs'), 'batch', MODEL, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function end(child: ChildProcess): Promise<{ readonly status: number | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stderr };
}

describe('the crew of threads', () => {
  it('gives what one thread gives', async () => {
    for (const workers of ['1', '3']) {
      const outcome = await end(start('-i', file('in'), '-o', file(`out-${workers}`), '--workers', workers));
      expect(outcome).toMatchObject({ status: 0, stderr: expect.stringContaining('12,000 rows read, 12,000 written') });
    }
    const read = (name: string) =>
      readdirSync(file(name))
        .filter((part) => part.startsWith('part-'))
        .sort()
        .map((part) => readFileSync(join(file(name), part), 'utf8'));
    expect(read('out-3')).toHaveLength(6);
    expect(read('out-3')).toEqual(read('out-1'));
  });

  it('brings the failure of a part back with its place', async () => {
    mkdirSync(file('bad'));
    writeFileSync(file('bad/a.jsonl'), words(0));
    writeFileSync(file('bad/b.jsonl'), '{"word":"a","id":1}\n{"word":"never seen","id":2}\n');
    const outcome = await end(start('-i', file('bad'), '-o', file('never'), '--workers', '2'));
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/^tinderbox: [^\n]*bad\/b\.jsonl[^\n]*row 2[^\n]*\n$/);
    expect(existsSync(file('never'))).toBe(false);
  });

  it('stops at Ctrl-C and goes on later', async () => {
    const child = start('-i', file('in'), '-o', file('later'), '--workers', '2', '--on-error', 'skip');
    const running = end(child);
    const journal = file('.later.tinderbox/journal.jsonl');
    const noted = () => existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 2;
    while (child.exitCode === null && !noted()) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGINT');
    const { status, stderr } = await running;
    // A machine that is quick may have finished before it heard.
    if (status !== 0) {
      expect(status).toBe(7);
      expect(stderr).toMatch(/^tinderbox: expected to finish, got a signal to stop: .* kept for resume\n$/);
      expect(existsSync(file('later'))).toBe(false);
      expect(readdirSync(file('.later.tinderbox')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      const outcome = await end(start('-i', file('in'), '-o', file('later'), '--on-error', 'skip', '--resume'));
      expect(outcome).toMatchObject({ status: 0, stderr: expect.stringContaining('of 6 parts were finished before') });
    }
    expect(readdirSync(file('later')).filter((name) => name.startsWith('part-'))).toHaveLength(6);
    expect(existsSync(file('.later.tinderbox'))).toBe(false);
  });
});
