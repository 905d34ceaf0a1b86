import { mkdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ColumnVerification, Verification } from '../../app/operations.ts';
import { CUSTOMERS, EXPECTED, MODEL, ROWS } from './testdata/churn.ts';
import { runCommand } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const answers = readFileSync(EXPECTED, 'utf8').trimEnd().split('\n');

const file = useScratchFolder();

const verify = (...flags: string[]) => runCommand(['verify', MODEL, ...ROWS, ...flags]);

async function report(...flags: string[]): Promise<Verification> {
  return JSON.parse((await verify(...flags, '--json')).stdout);
}

const columnOf = ({ columns }: Verification, name: string) =>
  columns.find(({ column }) => column === name) as ColumnVerification;

/** The line with the value of one key changed. */
function change(line: string, name: string, to: (value: never) => unknown): string {
  const row = JSON.parse(line);
  return JSON.stringify({ ...row, [name]: to(row[name] as never) });
}

describe('verify', () => {
  it('finds the answers of Spark equal, column by column', async () => {
    const { status, stdout, stderr } = await verify('-e', EXPECTED);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^50 rows and 18 columns compared: equal\n/);
    expect(stdout).toMatch(/\n +probability +50 +0 +0 +0 +exact +GBTClassifier\w+ \(GBTClassificationModel\)\n/);
  });

  it.each(['parquet', 'arrow', 'csv'])('reads what Spark wrote as %s', async (format) => {
    const scored = file(`scored.${format}`);
    await runCommand(['predict', MODEL, ...ROWS, '-o', scored, '-c', 'customer_id,prediction,outlook']);
    const { status, stdout } = await verify('-e', scored);
    expect([status, stdout.split('\n')[0]]).toEqual([0, '50 rows and 3 columns compared: equal']);
  });

  it('reads a folder of parts', async () => {
    mkdirSync(file('out'));
    file('out/part-00000.json', answers.slice(0, 20));
    file('out/part-00001.json', answers.slice(20));
    const found = await report('-e', file('out'), '--expected-format', 'json');
    expect(found).toMatchObject({ equal: true, rows: { expected: 50, actual: 50, compared: 50 } });
  });

  it('tells the last bit, the first row with both values, and where the difference begins', async () => {
    const nudged = answers.map((line, i) =>
      i < 6 ? line : line.replace(/("features":[^}]*?"values":\[)([^,]+)/, (_, head, x) => head + (Number(x) + 1e-9)),
    );
    const changed = nudged.with(
      6,
      change(nudged[6] as string, 'outlook', () => 'unknown'),
    );
    const path = file('expected.jsonl', changed);
    const found = await report('-e', path);
    expect(found.equal).toBe(false);
    const outlook = columnOf(found, 'outlook');
    expect(outlook).toMatchObject({ same: 49, different: 1 });
    expect(outlook.first).toMatchObject({ row: 7, expected: '"unknown"' });
    expect(outlook.first?.origin).toMatchObject({
      column: 'features',
      stage: expect.stringContaining('VectorAssembler'),
    });
    expect(columnOf(found, 'features')).toMatchObject({ same: 6, different: 44 });
    expect(columnOf(found, 'plan_index')).toMatchObject({ same: 50, different: 0 });
    const { status, stdout } = await verify('-e', path);
    expect(status).toBe(1);
    expect(stdout).toContain('begins in column features, by stage VectorAssembler_000000000001 (VectorAssembler)');
  });

  it('names the stage that computes a column whose sources are the same', async () => {
    const path = file(
      'expected.jsonl',
      answers.with(
        2,
        change(answers[2] as string, 'prediction', () => 9),
      ),
    );
    const { first } = columnOf(await report('-e', path, '-c', 'prediction'), 'prediction');
    expect(first).toMatchObject({ row: 3, expected: '9', origin: { column: 'prediction' } });
    expect(first?.origin.stage).toContain('GBTClassificationModel');
  });

  it('sees nulls and missing keys', async () => {
    const path = file(
      'expected.jsonl',
      answers.with(
        4,
        change(answers[4] as string, 'outlook', () => null),
      ),
    );
    expect(columnOf(await report('-e', path), 'outlook')).toMatchObject({ different: 1, first: { expected: 'null' } });
  });

  it('sees types, and compares no value then', async () => {
    const scored = file('scored.parquet');
    await runCommand(['predict', MODEL, ...ROWS, '-o', file('s.jsonl'), '-c', 'customer_id,prediction']);
    const retyped = ['predict', 'corpus/org.apache.spark.ml.PipelineModel/empty-3.5.9/model', '-i', file('s.jsonl')];
    await runCommand([...retyped, '--schema', 'customer_id STRING, prediction FLOAT', '-o', scored]);
    const found = await report('-e', scored);
    expect(found.equal).toBe(false);
    expect(columnOf(found, 'prediction')).toMatchObject({ types: { expected: 'FLOAT', actual: 'DOUBLE' }, same: 0 });
    expect((await verify('-e', scored)).stdout).toContain('DOUBLE instead of FLOAT');
  });

  it.each([
    ['fewer', answers.slice(1), 49],
    ['more', [...answers, answers[0] as string], 51],
  ])('sees %s rows', async (_, lines, expected) => {
    const found = await report('-e', file('expected.jsonl', lines), '-c', 'outlook');
    expect(found).toMatchObject({ equal: false, rows: { expected, actual: 50, compared: Math.min(expected, 50) } });
  });

  it('takes JSON lines from a pipe', async () => {
    const model = 'corpus/org.apache.spark.ml.feature.NGram/two-3.5.9';
    const stdin = new PassThrough().end(readFileSync(`${model}/input.jsonl`));
    const given = ['verify', `${model}/model`, '--schema', `${model}/schema.json`, '-e', `${model}/expected.jsonl`];
    expect(await runCommand(given, { stdin })).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('verify by key', () => {
  const ids = readFileSync(CUSTOMERS, 'utf8').trimEnd().split('\n').slice(1);
  const keyed = answers.map((line, i) => change(line, 'customer_id', () => ids[i]?.split(',')[0]));

  it('matches rows in any order', async () => {
    const path = file('expected.jsonl', keyed.toReversed());
    expect(await report('-e', path, '-k', 'customer_id')).toMatchObject({ equal: true, rows: { compared: 50 } });
    expect(await report('-e', path)).toMatchObject({ equal: false });
  });

  it('names the key of the first difference, and counts rows without a partner', async () => {
    const other = keyed.toReversed().with(
      0,
      change(keyed[49] as string, 'customer_id', () => 'somebody'),
    );
    const path = file(
      'expected.jsonl',
      other.with(
        1,
        change(other[1] as string, 'outlook', () => 'x'),
      ),
    );
    const found = await report('-e', path, '-k', 'customer_id');
    expect(found).toMatchObject({ equal: false, rows: { expected: 50, actual: 50, compared: 49 } });
    expect(columnOf(found, 'outlook').first).toMatchObject({ row: 2, key: '"C-90048"' });
    const { stdout } = await verify('-e', path, '-k', 'customer_id');
    expect(stdout).toContain('1 of 50 rows of Spark are missing here\n1 of 50 rows here are missing in Spark');
  });

  it('refuses a key that is not unique', async () => {
    const path = file('expected.jsonl', [...keyed, keyed[0] as string]);
    const { status, stderr } = await verify('-e', path, '-k', 'customer_id');
    expect([status, stderr]).toEqual([3, expect.stringMatching(/customer_id.*row 51.*expected one row a key/)]);
  });
});

describe('what is allowed', () => {
  const model = 'corpus/org.apache.spark.ml.regression.LinearRegressionModel/size-13-lanes4-4.3.0';
  const given = ['verify', `${model}/model`, '-i', `${model}/input.jsonl`, '--schema', `${model}/schema.json`];
  const against = async (...flags: string[]) =>
    JSON.parse(
      (await runCommand([...given, '-e', `${model}/expected.jsonl`, ...flags, '--json'])).stdout,
    ) as Verification;

  it('is what other CPUs may answer, where nobody says which one it was', async () => {
    const found = await against();
    expect(found.equal).toBe(true);
    expect(columnOf(found, 'prediction').within).toBeGreaterThan(0);
    expect(columnOf(found, 'prediction').maxUlps).toBeGreaterThan(0);
  });

  it('is nothing with --tolerance exact, and with the profile of another CPU', async () => {
    expect(await against('--tolerance', 'exact')).toMatchObject({ equal: false });
    expect(await against('--sums', 'lanes2')).toMatchObject({ equal: false });
  });

  it('is nothing, and needs nothing, with the profile of the CPU', async () => {
    const found = await against('--sums', 'lanes4');
    expect(found.equal).toBe(true);
    expect(columnOf(found, 'prediction')).toMatchObject({ within: 0, maxUlps: 0, allowed: { ulps: 0, abs: 0 } });
  });
});

describe('wrong use of verify', () => {
  it.each([
    [[], 2, /expected either --expected or --spark/],
    [['-e', EXPECTED, '--spark'], 2, /expected either --expected or --spark/],
    [['-e', 'no-such.jsonl'], 6, /no-such\.jsonl/],
    [
      ['-e', EXPECTED, '-c', 'nothing'],
      3,
      /column "nothing": expected such a column in the scored rows, got none \(have:/,
    ],
    [['-e', EXPECTED, '-k', 'region'], 3, /column "region": expected the key/],
    [['-e', CUSTOMERS], 3, /expected a column that the pipeline computes/],
    [['-e', EXPECTED, '--tolerance', 'loose'], 2, /Allowed choices are declared, exact/],
    [['--spark', 'no/such/python'], 7, /expected a Python that imports pyspark or a SPARK_HOME, got no\/such\/python/],
    [['--spark', process.execPath], 7, /expected a Python that imports pyspark/],
  ] as const)('%j ends with %i and one line', async (flags, status, pattern) => {
    const outcome = await verify(...flags);
    expect(outcome).toMatchObject({ status, stdout: '', stderr: expect.stringMatching(pattern) });
    expect(outcome.stderr).toMatch(/^tinderbox: [^\n]+\n$/);
  });
});
