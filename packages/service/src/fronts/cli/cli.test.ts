import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CUSTOMERS, EXPECTED, MODEL, SCHEMA } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const CUSTOMER = {
  plan: 'starter',
  contract: 'monthly',
  payment_method: 'invoice',
  region: 'europe',
  tenure_months: 1,
  seats: 2,
  monthly_charge: 18.5,
  support_tickets: null,
  days_since_login: 3,
  average_session_minutes: 2.5,
  autopay: 0,
  has_integrations: 1,
};

const file = useScratchFolder();

describe('predict', () => {
  it("gives Spark's answers for the bundled example", async () => {
    const output = file('out.jsonl');
    const outcome = await run(['predict', MODEL, '-i', CUSTOMERS, ...SCHEMA, '-o', output]);
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
    const expected = readFileSync(EXPECTED, 'utf8').trimEnd().split('\n');
    const actual = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(actual).toHaveLength(expected.length);
    actual.forEach((line, i) => {
      const added = (expected[i] as string).slice(1);
      expect(line.endsWith(added)).toBe(true);
    });
  });

  it('selects and orders columns, and stops at the limit', async () => {
    const { stdout } = await run(['predict', MODEL, '-i', CUSTOMERS, '-c', 'outlook,customer_id', '-n', '2']);
    expect(stdout).toBe('outlook,customer_id\nstays,C-90000\nstays,C-90001\n');
  });

  it('reads JSON lines from a pipe and writes JSON lines', async () => {
    const row = `${JSON.stringify(CUSTOMER)}\n`;
    const outcome = await run(['predict', MODEL, '-c', 'outlook'], { stdin: new PassThrough().end(row) });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^\{"outlook":"\w+"\}\n$/);
  });

  it('takes flags from the environment', async () => {
    const env = {
      TINDERBOX_INPUT: CUSTOMERS,
      TINDERBOX_COLUMNS: 'outlook',
      TINDERBOX_OUTPUT_FORMAT: 'json',
      TINDERBOX_LIMIT: '1',
    };
    expect((await run(['predict', MODEL], { env })).stdout).toBe('{"outlook":"stays"}\n');
  });

  it('sums in the order of another CPU', async () => {
    const model = 'corpus/org.apache.spark.ml.regression.LinearRegressionModel/size-300-4.3.0';
    const score = async (sums: string) =>
      (await run(['predict', `${model}/model`, '-i', `${model}/input.jsonl`, '-c', 'prediction', '--sums', sums]))
        .stdout;
    const answers = await Promise.all(['lanes2', 'lanes4', 'lanes8', 'fast'].map(score));
    expect(new Set(answers).size).toBe(4);
  });

  it('leaves no output behind a failed row, and names row and column', async () => {
    const input = file('rows.csv', 'tenure_months,plan\n1,starter\nmany,starter\n');
    const output = file('out.parquet');
    const { status, stderr } = await run([
      'predict',
      MODEL,
      '-i',
      input,
      '--schema',
      'tenure_months INT, plan STRING',
      '-o',
      output,
    ]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^tinderbox: [^\n]*column[^\n]*\n$/);
    expect(readdirSync(file(''))).toEqual(['rows.csv']);
  });

  it('reports rows that cannot be scored and goes on', async () => {
    const model = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/known-3.5.9/model';
    expect(existsSync(model)).toBe(true);
    const input = file('rows.jsonl', '{"word":"a"}\n{"word":"never seen"}\n{"word":"a"}\n');
    const { status, stdout, stderr } = await run(['predict', model, '-i', input, '--on-error', 'report']);
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    const [issue, summary] = stderr.trimEnd().split('\n') as [string, string];
    expect(JSON.parse(issue)).toMatchObject({ row: 2, column: 'word', code: 'INPUT_VALUE_UNSEEN' });
    expect(summary).toBe('tinderbox: 1 of 3 rows could not be scored and were left out');
  });

  it('stops when told to, and leaves nothing', async () => {
    const stop = new AbortController();
    const stdin = new PassThrough();
    stdin.write('{"plan":"starter"}\n');
    const running = run(['predict', MODEL, '-o', file('out.jsonl')], { stdin, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect(await running).toMatchObject({ status: 7, stderr: expect.stringContaining('signal') });
    expect(readdirSync(file(''))).toEqual([]);
  });
});

describe('wrong use', () => {
  it.each([
    [['predict'], 2, /missing required argument 'model'/],
    [['predict', MODEL, '--limit', 'ten'], 2, /expected a whole number/],
    [['predict', MODEL, '--nonsense'], 2, /unknown option '--nonsense'/],
    [['predit'], 2, /unknown command 'predit'.*Did you mean predict/],
    [['predict', MODEL, '--sums', 'lanes3'], 2, /Allowed choices are sequential, fma4/],
    [['predict', MODEL, '--on-error', 'ignore'], 2, /Allowed choices are fail, report/],
    [['predict', 'no/such/model', '-i', CUSTOMERS], 6, /no\/such\/model: expected a folder or an archive/],
    [['predict', MODEL, '-i', 'no-such.csv'], 6, /no-such\.csv/],
    [['predict', MODEL, '-i', MODEL], 5, /expected a name ending in/],
    [['predict', MODEL, '-i', 'README.md'], 5, /\.csv/],
    [['predict', MODEL, '-i', CUSTOMERS, '-o', 'no/such/folder/x.csv'], 6, /no\/such\/folder/],
    [['predict', MODEL, '-i', CUSTOMERS, '-c', 'nothing'], 3, /column "nothing": expected an output column.*have:/],
    [['predict', MODEL, '-i', CUSTOMERS, '--schema', 'plan STRNG'], 3, /STRNG/],
    [['predict', MODEL, '-i', CUSTOMERS, '--semantics', 'new'], 3, /expected a Spark version/],
    [['inspect', 'README.md'], 5, /expected a folder or a zip/],
    [['inspect', 'docs'], 5, /expected a model saved by Spark ML/],
  ] as const)('%j ends with %i and one line', async (args, status, pattern) => {
    const outcome = await run(args);
    expect(outcome.stderr).toMatch(pattern);
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(outcome.stderr).toMatch(/^tinderbox: /);
    expect(outcome).toMatchObject({ status, stdout: '' });
  });

  it('asks for rows when stdin is a terminal', async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    expect(await run(['predict', MODEL], { stdin })).toMatchObject({ status: 3, stderr: /--input FILE/ });
  });
});

describe('inspect', () => {
  it('shows stages, columns and sizes', async () => {
    const { stdout } = await run(['inspect', MODEL]);
    expect(stdout).toMatch(/saved by Spark 3\.5/);
    expect(stdout).toMatch(/GBTClassificationModel .*40 trees/);
    expect(stdout).toMatch(/monthly_charge +DOUBLE/);
    expect(stdout).toMatch(/outlook +STRING/);
    expect(stdout).toMatch(/Runs natively: yes/);
  });

  it('tells how exact the answers are in an order of sums', async () => {
    const exactness = async (...flags: string[]) =>
      /GBTClassificationModel \S+ +([^;]*)/.exec((await run(['inspect', MODEL, ...flags])).stdout)?.[1];
    expect(await exactness()).toBe('exact');
    expect(await exactness('--semantics', '4.1')).toBe('exact with lanes8, else within 64 ulps');
    expect(await exactness('--semantics', '4.1', '--sums', 'lanes4')).toBe('exact with lanes4, else within 64 ulps');
    expect(await exactness('--sums', 'fast')).toBe('within 64 ulps');
  });

  it('gives the same as JSON', async () => {
    const report = JSON.parse((await run(['inspect', MODEL, '--json'])).stdout);
    expect(report.root.children).toHaveLength(6);
    expect(report.problems).toEqual([]);
    expect(report.input.required.map((field: { name: string }) => field.name)).toContain('tenure_months');
  });
});

describe('help', () => {
  it.each([
    [['--help']],
    [['predict', '--help']],
    [['batch', '--help']],
    [['inspect', '--help']],
    [['verify', '--help']],
    [['completion', '--help']],
  ])('%j shows an example', async (args) => {
    const { status, stdout } = await run(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}(tinderbox|source)/);
  });

  it('prints the version', async () => {
    expect(await run(['--version'])).toMatchObject({ status: 0, stdout: '1.2.3\n' });
  });

  it.each(['bash', 'zsh', 'fish'])('completes in %s', async (shell) => {
    const { stdout } = await run(['completion', shell]);
    for (const word of ['predict', 'inspect', 'on-error', 'report']) expect(stdout).toContain(word);
  });
});
