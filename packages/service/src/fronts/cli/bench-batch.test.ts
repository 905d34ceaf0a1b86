import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Around, runCommand } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const GBT = 'bench/models/gbt100';
const INPUT = `${GBT}/input.jsonl`;
const EXPECTED = `${GBT}/expected.jsonl`;
/** Fails for every word but those it was trained on. */
const WORDS = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/known-3.5.9/model';
const file = useScratchFolder();

const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
const answers = linesOf(EXPECTED);
/** The answers, one of them another one. */
const changed = answers.with(2, (answers[2] as string).replace(/"prediction":\d\.\d/, '"prediction":0.5'));

function write(name: string, lines: readonly string[]): string {
  return file(name, lines.map((line) => `${line}\n`).join(''));
}

/** Temporary folders stand in the scratch folder. */
const bench = (flags: readonly string[], { env, ...around }: Around = {}) => {
  mkdirSync(file('tmp'), { recursive: true });
  return runCommand(['bench', 'batch', `${GBT}/model`, '-i', INPUT, ...flags], {
    ...around,
    env: { ...env, TMPDIR: file('tmp') },
  });
};

async function report(...flags: string[]) {
  const { status, stdout, stderr } = await bench([...flags, '--json']);
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { status, stderr, ...JSON.parse(stdout) };
}

describe('bench batch', () => {
  it('prints one line of JSON', async () => {
    const { status, stderr, ...line } = await report('-o', file('out.jsonl'), '-e', EXPECTED);
    expect([status, stderr]).toEqual([0, '']);
    // The clock of the tests steps on a millisecond whenever it is looked at.
    expect(line).toEqual({
      engine: 'native',
      model: `${GBT}/model`,
      rows: 200,
      rows_written: 200,
      workers: 1,
      seconds: 0.002,
      rows_per_second: 100_000,
      load_ms: 2,
      peak_mb: 1,
      input_bytes: statSync(INPUT).size,
      output_bytes: statSync(file('out.jsonl')).size,
      rows_checked: 200,
      rows_different: 0,
      max_abs_diff: 0,
      max_ulp: 0,
    });
    expect(Object.keys(line).slice(0, 5)).toEqual(['engine', 'model', 'rows', 'rows_written', 'workers']);
  });

  it('prints a table', async () => {
    const { status, stdout } = await bench(['-e', EXPECTED]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rows +200 read, 200 written$/m);
    expect(stdout).toMatch(/^time +0.002 s, 100,000 rows\/s$/m);
    expect(stdout).toMatch(/^answers +200 rows compared: as expected \(at most 0 ulps, 0\)$/m);
    expect((await bench([])).stdout).toMatch(/^answers +not compared$/m);
  });

  it('leaves the output where it was wanted, and nothing where it was not', async () => {
    const args = ['-c', 'x00,prediction', '-o', file('out')];
    expect(await bench([...args, '--output-format', 'parquet'])).toMatchObject({ status: 0 });
    expect(readdirSync(file('out'))).toContain('_SUCCESS');
    expect((await bench(args)).status).toBe(6);
    expect((await bench([...args, '--mode', 'overwrite'])).status).toBe(0);
    expect(readdirSync(file('out')).some((name) => /^part-00000-.*\.json$/.test(name))).toBe(true);
    expect((await bench([])).status).toBe(0);
    expect((await bench(['-i', write('rows.jsonl', ['{"x00":'])])).status).toBe(3);
    expect(readdirSync(file('tmp'))).toEqual([]);
  });

  it.each(['csv', 'jsonl', 'parquet', 'arrow'])('compares an output of .%s', async (ending) => {
    const flags = ['-o', file(`out.${ending}`), '-c', 'x00,prediction', '--mode', 'overwrite'];
    const found = { rows_checked: 200, max_ulp: 0 };
    expect(await report(...flags, '-e', EXPECTED)).toMatchObject({ status: 0, ...found, rows_different: 0 });
    const wrong = write('expected.jsonl', changed);
    expect(await report(...flags, '-e', wrong)).toMatchObject({ status: 1, rows_checked: 200, rows_different: 1 });
  });

  it('takes a folder of parts for the expected rows', async () => {
    mkdirSync(file('spark'));
    write('spark/part-00000.json', answers.slice(0, 50));
    write('spark/part-00001.json', answers.slice(50));
    write('spark/_SUCCESS', []);
    expect(await report('-e', file('spark'))).toMatchObject({ status: 0, rows_checked: 200, rows_different: 0 });
    expect((await bench(['-e', file('spark'), '--expected-format', 'parquet'])).status).toBe(3);
  });

  it('fails where answers differ, missing and surplus rows among them', async () => {
    const expected = (lines: readonly string[]) => report('-e', write('expected.jsonl', lines));
    const half = { rows_checked: 200, rows_different: 1, max_abs_diff: 0.5 };
    expect(await expected(changed)).toMatchObject({ status: 1, ...half });
    expect(await expected(answers.slice(0, 195))).toMatchObject({ status: 1, rows_checked: 195, rows_different: 5 });
    const surplus = [...answers, answers[0] as string];
    expect(await expected(surplus)).toMatchObject({ status: 1, rows_checked: 201, rows_different: 1 });
  });

  it('reports differences of fast sums and does not fail', async () => {
    const found = await report('--sums', 'fast', '-e', write('expected.jsonl', changed));
    expect(found).toMatchObject({ status: 0, max_abs_diff: 0.5 });
    expect(found.rows_different).toBeGreaterThan(0);
  });

  it('takes the flags of batch, and counts what was left out', async () => {
    const words = write('words.jsonl', ['{"word":"a"}', '{"word":"never seen"}', '{"word":"a"}']);
    const args = ['bench', 'batch', WORDS, '-i', words];
    expect((await runCommand(args)).status).toBe(3);
    const { stdout } = await runCommand([...args, '--on-error', 'skip', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 3, rows_written: 2 });
    const none = await runCommand([
      ...args,
      '--on-error',
      'skip',
      '-i',
      write('none.jsonl', ['{"word":"?"}']),
      '--json',
    ]);
    expect(JSON.parse(none.stdout)).toMatchObject({ rows: 1, rows_written: 0, output_bytes: 0 });
  });

  it.each([
    [['-e', 'nowhere.jsonl'], 6, /nowhere/],
    [['-c', 'nothing'], 3, /nothing/],
    [['-i', 'nowhere.jsonl'], 6, /nowhere/],
    [['--mode', 'append'], 2, /append/],
    [['--workers', '0'], 2, /from 1 to 1024/],
    [['-e', INPUT], 3, /a column that the pipeline computes/],
  ] as const)('refuses %j', async (flags, status, message) => {
    const outcome = await bench([...flags]);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(readdirSync(file('tmp'))).toEqual([]);
  });

  it('refuses an expectation of another type', async () => {
    const texts = answers.map((line) => line.replace(/"prediction":(\d\.\d)/, '"prediction":"$1"'));
    const outcome = await bench(['-e', write('expected.jsonl', texts)]);
    expect(outcome).toMatchObject({ status: 3, stdout: '' });
    expect(outcome.stderr).toMatch(/prediction/);
  });

  it('stops at a signal and leaves nothing', async () => {
    const stop = new AbortController();
    stop.abort();
    const outcome = await bench(['-o', file('out')], { signal: stop.signal });
    expect(outcome).toMatchObject({ status: 7, stdout: '' });
    expect(existsSync(file('out'))).toBe(false);
  });
});
