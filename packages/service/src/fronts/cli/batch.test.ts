import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { arrayType, createField, type Row, type StructType, structType } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { openReader, openWriter } from '../../records/open.ts';
import type { RecordFormat, WriterOptions } from '../../records/records.ts';
import { CUSTOMERS, MODEL, SCHEMA } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

/** Fails for every word but those it was trained on. */
const WORDS = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/known-3.5.9/model';
const file = useScratchFolder();

const [header, ...lines] = readFileSync(CUSTOMERS, 'utf8').trimEnd().split('\n') as [string, ...string[]];

/** Writes a CSV part of some of the customers. */
function part(path: string, from: number, to: number): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  file(path, [header, ...lines.slice(from, to)]);
}

/** The example in three parts, among what Spark leaves beside them. */
function threeParts(): string {
  part('in/part-00000.csv', 0, 3);
  part('in/part-00001.csv', 3, 5);
  part('in/part-00002.csv', 5, lines.length);
  for (const name of ['_SUCCESS', '.part-00000.csv.crc', '_committed_1']) file(`in/${name}`, 'x');
  return file('in');
}

/** Two parts, the second with a row that cannot be scored. */
function wordParts(): string {
  mkdirSync(file('in'));
  file('in/a.jsonl', '{"word":"a"}\n');
  file('in/b.jsonl', '{"word":"a"}\n{"word":"never seen"}\n');
  return file('in');
}

async function predicted(...flags: readonly string[]): Promise<string> {
  const outcome = await run(['predict', MODEL, '-i', CUSTOMERS, ...SCHEMA, '--output-format', 'json', ...flags]);
  return outcome.stdout;
}

function partsOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('part-'))
    .sort()
    .map((name) => join(folder, name));
}

const batch = (...args: readonly string[]) => run(['batch', MODEL, ...SCHEMA, ...args]);

describe('batch', () => {
  it('scores a folder of parts into one, rows in their order', async () => {
    const outcome = await batch('-i', threeParts(), '-o', file('out'), '--output-format', 'json');
    expect(outcome).toMatchObject({ status: 0, stdout: '' });
    expect(outcome.stderr).toBe(`tinderbox: ${lines.length} rows read, ${lines.length} written in 0.0 s\n`);
    const parts = partsOf(file('out'));
    expect(parts.map((path) => /part-(\d+)-[0-9a-f-]{36}\.json$/.exec(path)?.[1])).toEqual(['00000', '00001', '00002']);
    expect(existsSync(file('out/_SUCCESS'))).toBe(true);
    expect(parts.map((path) => readFileSync(path, 'utf8')).join('')).toBe(await predicted());
    expect(readdirSync(file('.')).sort()).toEqual(['in', 'out']);
  });

  it.each(['csv', 'jsonl', 'parquet', 'arrow'])('writes one .%s file as predict does', async (ending) => {
    const names = ['--columns', 'customer_id,probability,prediction'];
    const [target, expected] = [file(`out.${ending}`), file(`expected.${ending}`)];
    expect(await batch('-i', threeParts(), '-o', target, ...names)).toMatchObject({ status: 0 });
    await run(['predict', MODEL, '-i', CUSTOMERS, ...SCHEMA, '-o', expected, ...names]);
    const format = (ending === 'jsonl' ? 'json' : ending) as RecordFormat;
    expect(await rowsOf(target, format)).toEqual(await rowsOf(expected, format));
    expect(readdirSync(file('.')).sort()).toEqual([`expected.${ending}`, 'in', `out.${ending}`]);
  });

  it('packs parts and files as told, under the names that Spark gives', async () => {
    const source = threeParts();
    const forms = ['--columns', 'customer_id,probability', '--vectors', 'array', '--compression', 'gzip'];
    for (const [format, ending] of [
      ['json', 'json.gz'],
      ['csv', 'csv.gz'],
      ['parquet', 'gz.parquet'],
    ]) {
      const args = ['-i', source, '-o', file(`out-${format}`), '--output-format', format as string, ...forms];
      expect(await batch(...args)).toMatchObject({ status: 0 });
      const names = partsOf(file(`out-${format}`)).map((path) => path.replace(/.*-[0-9a-f-]{36}\./, ''));
      expect(names).toEqual([ending, ending, ending]);
    }
    expect(await batch('-i', source, '-o', file('out.jsonl.gz'), ...forms)).toMatchObject({ status: 0 });
    await run(['predict', MODEL, '-i', CUSTOMERS, ...SCHEMA, '-o', file('expected.jsonl.gz'), ...forms]);
    const text = (path: string) => gunzipSync(readFileSync(path)).toString();
    const expected = text(file('expected.jsonl.gz'));
    expect(expected).toMatch(/^\{"customer_id":"[^"]+","probability":\[[^[]+\]\}\n/);
    expect(text(file('out.jsonl.gz'))).toBe(expected);
    expect(partsOf(file('out-json')).map(text).join('')).toBe(expected);
    const { schema } = (await rowsOf(file('out-parquet'), 'parquet')) as { readonly schema: StructType };
    expect(schema.fields.map(({ type }) => type)).toEqual(['string', arrayType('double')]);
  });

  it('takes files by pattern, and columns from the folders they stand in', async () => {
    part('in/day=2024-01-01/n=1/a.csv', 0, 2);
    part('in/day=2024-01-02/n=__HIVE_DEFAULT_PARTITION__/a.csv', 2, 4);
    const columns = ['--columns', 'customer_id,day,n', '--output-format', 'json'];
    await batch('-i', file('in'), '-o', file('out'), ...columns);
    const rows = partsOf(file('out')).flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n'));
    const id = (k: number) => lines[k]?.split(',')[0];
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { customer_id: id(0), day: '2024-01-01', n: 1 },
      { customer_id: id(1), day: '2024-01-01', n: 1 },
      { customer_id: id(2), day: '2024-01-02', n: null },
      { customer_id: id(3), day: '2024-01-02', n: null },
    ]);
    const some = ['--columns', 'customer_id', '-o', file('some.csv')];
    expect(await batch('-i', file('in/*/n=[0-9]/*.csv'), ...some)).toMatchObject({ status: 0 });
    expect(readFileSync(file('some.csv'), 'utf8')).toBe(`customer_id\n${id(0)}\n${id(1)}\n`);
  });

  it('keeps the modes of Spark where the output is there', async () => {
    part('in/a.csv', 0, 2);
    const args = ['-i', file('in'), '-o', file('out')];
    expect(await batch(...args)).toMatchObject({ status: 0 });
    const first = partsOf(file('out'));
    const refused = await batch(...args);
    expect(refused.status).toBe(6);
    expect(refused.stderr).toBe(
      `tinderbox: ${file('out')}: expected a new name, got one that is there; have: --mode overwrite, append or ignore\n`,
    );
    expect((await batch(...args, '--mode', 'ignore')).stderr).toContain('was left as it is');
    expect(partsOf(file('out'))).toEqual(first);
    expect(await batch(...args, '--mode', 'append')).toMatchObject({ status: 0 });
    expect(partsOf(file('out'))).toHaveLength(2);
    expect(partsOf(file('out'))).toEqual(expect.arrayContaining([...first]));
    expect(await batch(...args, '--mode', 'overwrite')).toMatchObject({ status: 0 });
    expect(partsOf(file('out'))).toHaveLength(1);
    expect(readdirSync(file('.')).sort()).toEqual(['in', 'out']);
    expect(await batch('-i', file('in'), '-o', file('a.csv'), '--mode', 'append')).toMatchObject({ status: 3 });
  });

  it('stops at a row that cannot be scored, leaves it out, or writes it aside', async () => {
    const args = [WORDS, '-i', wordParts(), '-o', file('out')];
    const failed = await run(['batch', ...args]);
    expect(failed.status).toBe(3);
    expect(failed.stderr).toContain(file('in/b.jsonl'));
    expect(failed.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(file('out'))).toBe(false);
    const skipped = await run(['batch', ...args, '--on-error', 'skip']);
    expect(skipped.stderr).toContain('3 rows read, 2 written in 0.0 s; 1 rows could not be scored and were left out');
    const aside = await run(['batch', ...args, '--on-error', 'side-file', '--mode', 'overwrite']);
    expect(aside.status).toBe(0);
    const entries = readFileSync(file('out/_errors.jsonl'), 'utf8').trimEnd().split('\n');
    expect(entries.map((line) => JSON.parse(line))).toMatchObject([
      { file: file('in/b.jsonl'), row: 2, code: 'INPUT_VALUE_UNSEEN', input: { word: 'never seen' } },
    ]);
  });

  it('gives in columns what it gives in rows', async () => {
    const words = structType([
      createField('word', 'string'),
      createField('flag', 'boolean'),
      createField('id', 'long'),
    ]);
    const rows: Row[] = [
      ['a', true, 1],
      ['never seen', true, 2],
      ['a', null, 2n ** 60n],
    ];
    const all = async (name: string, format: RecordFormat) =>
      Promise.all(partsOf(file(name)).map((path) => rowsOf(path, format)));
    const [answers, errors] = [new Set<string>(), new Set<string>()];
    // Arrow is read into rows, all else into columns.
    for (const [input, output] of [
      ['arrow', 'parquet'],
      ['parquet', 'parquet'],
      ['parquet', 'arrow'],
      ['csv', 'parquet'],
      ['json', 'arrow'],
    ] as const) {
      const [source, target] = [file(`${input}-${output}.in`), file(`${input}-${output}`)];
      const [first, second] = [join(source, 'day=2024-01-01'), join(source, 'day=__HIVE_DEFAULT_PARTITION__')];
      for (const folder of [first, second]) mkdirSync(folder, { recursive: true });
      await writeFile({ target: join(first, `a.${input}`), format: input, schema: words }, rows);
      await writeFile({ target: join(second, `b.${input}`), format: input, schema: words }, [['a', false, null]]);
      writeFileSync(file('words.schema.json'), JSON.stringify(words));
      const typed = input === 'csv' || input === 'json' ? ['--schema', file('words.schema.json')] : [];
      const args = ['batch', WORDS, '-i', source, '-o', target, '--output-format', output, ...typed];
      const outcome = await run([...args, '--on-error', 'side-file']);
      expect(outcome.stderr).toContain('4 rows read, 3 written in 0.0 s; 1 rows could not be scored and were left out');
      answers.add(inspect(await all(`${input}-${output}`, output), { depth: 9 }));
      errors.add(readFileSync(join(target, '_errors.jsonl'), 'utf8').replace(/"file":"[^"]*"/, ''));
    }
    expect([answers.size, errors.size]).toEqual([1, 1]);
    expect(JSON.parse([...errors].join().replace('{,', '{'))).toMatchObject({
      row: 2,
      input: { word: 'never seen', flag: true, id: 2, day: '2024-01-01' },
    });
  });

  it('goes on where an interrupted run has stopped, if it is the same run', async () => {
    const source = threeParts();
    file('in/part-00002.csv', 'broken');
    const args = ['-i', source, '-o', file('out'), '--output-format', 'json', '--workers', '1'];
    expect(await batch(...args)).toMatchObject({ status: 3 });
    expect(existsSync(file('out'))).toBe(false);
    expect(partsOf(file('.out.tinderbox'))).toHaveLength(2);
    part('in/part-00002.csv', 5, lines.length);
    const changed = await batch(...args, '--resume');
    expect(changed.status).toBe(6);
    expect(changed.stderr).toContain('expected to resume a run with the same input files, of the same sizes and times');
    const controller = new AbortController();
    controller.abort();
    expect(await run(['batch', MODEL, ...SCHEMA, ...args], { signal: controller.signal })).toMatchObject({ status: 7 });
    expect(existsSync(file('out'))).toBe(false);
    expect(await batch(...args)).toMatchObject({ status: 0 });
    expect(
      partsOf(file('out'))
        .map((path) => readFileSync(path, 'utf8'))
        .join(''),
    ).toBe(await predicted());
  });

  it.each(['csv', 'jsonl'])('cuts a .%s file into pieces that come to what the whole does', async (ending) => {
    const format = ending === 'jsonl' ? 'json' : (ending as RecordFormat);
    const source = file(`in.${ending}`);
    await writeWords(source, format, 3000);
    const pieceBytes = { least: 100, most: 10_000 };
    const runs = ['csv', 'parquet', 'json'].map((output) => ['side-file', `.${output}`] as const);
    for (const [onError, target] of [...runs, ['fail', '.none.csv'] as const]) {
      const args = (name: string) => ['batch', WORDS, '-i', source, '-o', file(name + target), '--on-error', onError];
      const whole = await run([...args('whole'), '--workers', '1']);
      expect(await run([...args('pieces'), '--workers', '3'], { pieceBytes })).toEqual(whole);
      if (onError === 'fail') continue;
      const errors = (name: string) => readFileSync(file(`${name}${target}.errors.jsonl`), 'utf8');
      expect(errors('pieces')).toBe(errors('whole'));
      expect(Array.from(errors('whole').matchAll(/"row":(\d+)/g), ([, row]) => row)).toEqual([
        '651',
        '1351',
        '2051',
        '2751',
      ]);
      const outputFormat = target.slice(1) as RecordFormat;
      const rows = (name: string) => rowsOf(file(name + target), outputFormat);
      expect(await rows('pieces')).toEqual(await rows('whole'));
    }
    const args = ['batch', WORDS, '-i', source, '-o', file('parts'), '--on-error', 'skip', '--workers', '3'];
    await run(args, { pieceBytes });
    expect(partsOf(file('parts')).length).toBeGreaterThan(3);
  });

  it('takes up the pieces of a file that are finished', async () => {
    const source = file('in.jsonl');
    const rows = Array.from({ length: 500 }, (_, i) => `{"word":"${i === 480 ? 'never seen' : 'a'}","id":${i}}\n`);
    writeFileSync(source, rows.join(''));
    const args = ['batch', WORDS, '-i', source, '-o', file('out.csv'), '--workers', '2'];
    const failed = await run(args, { pieceBytes: { least: 100, most: 1000 } });
    expect(failed.stderr).toContain('in.jsonl, ');
    expect(failed.stderr).toContain('row 481');
    const kept = partsOf(file('.out.csv.tinderbox')).length;
    expect(kept).toBeGreaterThan(3);
    // With other pieces in mind it goes on with those that the run before had.
    expect(await run([...args, '--resume'], { pieceBytes: { least: 10, most: 500 } })).toEqual(failed);
    expect(partsOf(file('.out.csv.tinderbox'))).toHaveLength(kept);
  });

  it('takes up finished parts as they are', async () => {
    const args = ['batch', WORDS, '-i', wordParts(), '-o', file('out'), '--workers', '1'];
    expect(await run(args)).toMatchObject({ status: 3 });
    const journal = readFileSync(file('.out.tinderbox/journal.jsonl'), 'utf8');
    const { run: name } = JSON.parse(journal.split('\n')[0] as string) as { readonly run: string };
    const other = await run([...args, '--resume', '--on-error', 'skip']);
    expect(other.stderr).toContain('the same columns, formats and options');
    for (const changed of [
      ['--compression', 'gzip'],
      ['--vectors', 'array'],
    ]) {
      const refused = await run([...args, '--resume', ...changed]);
      expect(refused).toMatchObject({ status: 6, stderr: other.stderr });
    }
    // As if the machine had stopped in the middle of a run with that option.
    const edited = journal.replaceAll('onError\\":\\"fail', 'onError\\":\\"skip');
    file('.out.tinderbox/journal.jsonl', `${edited}{"index": 1, "rows`);
    file(`.out.tinderbox/part-00000-${name}.json`, 'kept\n');
    const resumed = await run([...args, '--resume', '--on-error', 'skip']);
    expect(resumed.stderr).toContain('1 of 2 parts were finished before; 1 rows could not be scored');
    expect(readFileSync(partsOf(file('out'))[0] as string, 'utf8')).toBe('kept\n');
  });

  it.each([
    [['-i', 'no/such'], 6, 'no/such: expected a file or folder, got nothing of that name'],
    [['-i', 'no/such/*.csv'], 6, 'no/such/*.csv: expected a file, or a folder or pattern of files with rows, got none'],
    [['-i', CUSTOMERS, '--memory', '1MB'], 2, "argument '1MB' is invalid. expected a size of at least 64MB"],
    [['-i', CUSTOMERS, '--workers', '0'], 2, "argument '0' is invalid. expected a number from 1 to 1024"],
    [['-i', CUSTOMERS, '--compression', 'snappy'], 5, 'expected a compression that csv can have, got snappy'],
    [['-i', CUSTOMERS, '--output-format', 'arrow', '--compression', 'gzip'], 5, 'got gzip; have: none'],
    [['-i', CUSTOMERS, '-o', 'x.csv', '--compression', 'gzip'], 3, 'x.csv: expected a name ending in .gz'],
    [['-i', 'examples/churn/model'], 5, 'expected a name ending in one of'],
  ])('refuses %j in one line', async (args, status, message) => {
    const outcome = await batch('-o', file('out'), ...args);
    expect(outcome.status).toBe(status);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(file('.'))).toEqual([]);
  });
});

/** Rows with a word that fails at 651, 1351, ... */
async function writeWords(target: string, format: RecordFormat, count: number): Promise<void> {
  const schema = structType(['word', 'id', 'text'].map((name) => createField(name, 'string')));
  const rows = Array.from({ length: count }, (_, i) => [i % 700 === 650 ? 'never seen' : 'a', `${i}`, '"x,\n"']);
  await writeFile({ format, target, schema }, rows);
}

async function writeFile(options: WriterOptions, rows: readonly Row[]): Promise<void> {
  const writer = await openWriter(options);
  await writer.write(rows);
  await writer.finish();
}

async function rowsOf(source: string, format: RecordFormat): Promise<unknown> {
  const reader = await openReader({ source, format });
  const rows: unknown[] = [];
  for await (const batchOfRows of reader.batches()) rows.push(...batchOfRows);
  await reader.close();
  return { schema: reader.schema, rows };
}
