/** Runs with real Spark alone: `npm run test:spark` names a Python that has it. */

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Verification } from '../../app/operations.ts';
import { MODEL, ROWS } from './testdata/churn.ts';
import { runCommand } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const file = useScratchFolder();

describe('verify --spark', () => {
  const spark = process.env.TINDERBOX_TEST_SPARK ?? '';
  const left = () => readdirSync(file('')).filter((name) => name.startsWith('tinderbox-verify-'));
  const run = (args: readonly string[], signal?: AbortSignal) =>
    runCommand(['verify', ...args, '--spark', spark], { env: { TMPDIR: file('') }, ...(signal && { signal }) });

  it('asks Spark and finds its answers equal', async () => {
    const found: Verification = JSON.parse((await run([MODEL, ...ROWS, '--json'])).stdout);
    expect(found).toMatchObject({ equal: true, rows: { expected: 50, actual: 50, compared: 50 } });
    expect(found.spark?.version).toMatch(/^\d+\.\d+/);
    expect(found.columns.every(({ allowed }) => allowed.ulps === 0)).toBe(true);
    expect(left()).toEqual([]);
  }, 300_000);

  it('tells in one line why Spark failed', async () => {
    const model = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/known-3.5.9/model';
    const rows = file('rows.jsonl', ['{"word":"a"}', '{"word":"never seen"}']);
    const { status, stderr } = await run([model, '-i', rows]);
    expect(status).toBe(7);
    expect(stderr).toMatch(/^tinderbox: expected Spark to transform the rows, it failed: [^\n]*Unseen label[^\n]*\n$/);
    expect(left()).toEqual([]);
  }, 300_000);

  it('ends Spark and leaves nothing when told to stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 3000);
    const outcome = await run([MODEL, ...ROWS], stop.signal);
    expect(outcome).toMatchObject({ status: 7, stderr: expect.stringContaining('signal') });
    expect(left()).toEqual([]);
  }, 300_000);
});
