import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Around, runCommand } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const GBT = 'bench/models/gbt100';
const answers = readFileSync(`${GBT}/expected.jsonl`, 'utf8').trimEnd().split('\n');

const file = useScratchFolder();

/** Timings say nothing in tests: a hundredth of a second. */
const bench = (flags: readonly string[], around: Around = {}) =>
  runCommand(['bench', 'row', `${GBT}/model`, '-i', `${GBT}/input.jsonl`, '--seconds', '0.01', ...flags], around);

async function report(...flags: string[]) {
  const { status, stdout, stderr } = await bench([...flags, '--json']);
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { status, stderr, ...JSON.parse(stdout) };
}

describe('bench row', () => {
  it('prints one line of JSON', async () => {
    const { status, stderr, ...line } = await report('-e', `${GBT}/expected.jsonl`);
    expect([status, stderr]).toEqual([0, '']);
    const times = ['ns_per_row_median', 'min', 'p99', 'p999', 'max', 'single_calls'];
    const names = ['engine', 'model', ...times, 'load_ms', 'first_call_ms', 'rss_mb'];
    expect(Object.keys(line)).toEqual([...names, 'rows_checked', 'rows_different', 'max_abs_diff', 'max_ulp']);
    expect(line).toMatchObject({ engine: 'native', rows_checked: 200, rows_different: 0, max_abs_diff: 0, max_ulp: 0 });
    for (const name of names.slice(2)) expect(line[name]).toBeGreaterThan(0);
    expect(line.min).toBeLessThanOrEqual(line.ns_per_row_median);
    expect(line.p99).toBeLessThanOrEqual(line.p999);
    expect(line.p999).toBeLessThanOrEqual(line.max);
  });

  it('prints a table', async () => {
    const { stdout } = await bench(['-e', `${GBT}/expected.jsonl`]);
    expect(stdout).toMatch(/^outputs +features, rawPrediction, probability, prediction$/m);
    expect(stdout).toMatch(/^answers +200 rows compared: as expected \(at most 0 ulps, 0\)$/m);
  });

  it('computes the outputs that the expectation has, and takes others by name', async () => {
    const expected = file(
      'expected.jsonl',
      answers.map((line) => JSON.stringify({ prediction: JSON.parse(line).prediction })),
    );
    expect((await bench(['-e', expected])).stdout).toMatch(/^outputs +prediction$/m);
    expect((await bench(['-c', 'probability'])).stdout).toMatch(/^outputs +probability$/m);
  });

  it('takes columns to be of the types of a schema: words may look like numbers', async () => {
    const model = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/doubles-3.5.9/model';
    const input = file('rows.jsonl', ['{"x":"0.0"}', '{"x":"1.0E7"}']);
    const flags = ['bench', 'row', model, '-i', input, '--seconds', '0.01'];
    expect((await runCommand(flags)).stderr).toMatch(/expected DOUBLE, got a string/);
    expect((await runCommand([...flags, '--schema', 'x STRING'])).status).toBe(0);
  });

  it('gives the same answers without generated code', async () => {
    expect(await report('--no-codegen', '-e', `${GBT}/expected.jsonl`)).toMatchObject({ status: 0, max_ulp: 0 });
  });

  it('fails where answers differ, missing and surplus rows among them', async () => {
    const changed = answers.with(2, (answers[2] as string).replace(/"prediction":\d\.\d/, '"prediction":0.5'));
    expect(await report('-e', file('a.jsonl', changed))).toMatchObject({ status: 1, rows_different: 1 });
    expect(await report('-e', file('b.jsonl', answers.slice(5)))).toMatchObject({ status: 1, rows_checked: 195 });
    expect(await report('-e', file('c.jsonl', [...answers, answers[0] as string]))).toMatchObject({
      status: 1,
      rows_different: 1,
    });
  });

  it('reports differences of fast sums and does not fail', async () => {
    const changed = answers.with(0, (answers[0] as string).replace(/"prediction":\d\.\d/, '"prediction":0.5'));
    const found = await report('--sums', 'fast', '-e', file('expected.jsonl', changed));
    expect(found).toMatchObject({ status: 0, max_abs_diff: 0.5 });
    expect(found.rows_different).toBeGreaterThan(0);
  });

  it.each([
    [['-e', 'nowhere.jsonl'], 6, /nowhere/],
    [['-c', 'nothing'], 3, /nothing/],
    [['--seconds', 'soon'], 2, /number of seconds/],
    [['-i', '-'], 3, /expected rows, got none/],
  ] as const)('refuses %j', async (flags, status, message) => {
    const outcome = await bench([...flags]);
    expect(outcome.status).toBe(status);
    expect(outcome.stderr).toMatch(message);
  });

  it.each([
    ['[1]\n', /another value/],
    ['{"x00":"text"}\n', /row 1/],
    ['{"x00":\n', /row 1/],
  ])('names the row that is wrong in %j', async (text, message) => {
    const outcome = await bench(['-i', file('rows.jsonl', text)]);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(message);
  });

  it('stops at a signal', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await bench(['--seconds', '60'], { signal: stop.signal })).toMatchObject({ status: 7, stdout: '' });
  });

  it('stands in completion with its flags', async () => {
    const { stdout } = await runCommand(['completion', 'bash']);
    const words = /\n {4}bench\).*?\*\) words="([^"]*)"/s.exec(stdout)?.[1]?.split(' ') ?? [];
    expect(words).toEqual(expect.arrayContaining(['--seconds', '--no-codegen', '--workers', 'row', 'batch']));
    expect(new Set(words).size).toBe(words.length);
  });
});
