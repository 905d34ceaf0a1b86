import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parseJson } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { compareAnswer, readTable, type SqlAnswer, type SqlTable } from './sql-cases.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'sql');
const read = (name: string) => readFileSync(join(FOLDER, name));
const [schema = '', ...rows] = lines(read('rows.jsonl').toString());
const table = readTable(schema, rows);
/** Spark has timestamps without a zone since 3.4. */
const oldTable = withoutColumn(table, 'ntz');

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function withoutColumn({ schema: { fields, ...rest }, rows: all }: SqlTable, name: string): SqlTable {
  const at = fields.findIndex((field) => field.name === name);
  return { schema: { ...rest, fields: fields.toSpliced(at, 1) }, rows: all.map((row) => row.toSpliced(at, 1)) };
}

/** `<spark> <expression>  # reason`: what is known to differ. */
const known = new Map(
  lines(read('known-differences.txt').toString()).map((line) => line.split('  # ', 2) as [string, string]),
);

/** `answers-<spark>.jsonl.gz` in UTC, `answers-<spark>-<area>-<city>.jsonl.gz` in another session time zone. */
const files = readdirSync(FOLDER).flatMap((name) => {
  const match = /^answers-(\d+\.\d+)(?:-(\w+)-(\w+))?\.jsonl\.gz$/.exec(name);
  if (match === null) return [];
  const [, spark = '', area, city] = match;
  return [{ name, spark, timeZone: area === undefined ? 'UTC' : `${area}/${city}` }];
});

/** Refused for its kind: the text hangs on how this Spark holds arrays and bytes in memory. */
const BY_MEMORY = /^refused: .* got to_csv of the type .* before Spark 4$/;

const PATIENCE = { timeout: 60_000 };

describe.each(files)('Spark $spark answers alike in $timeZone', PATIENCE, ({ name, spark, timeZone }) => {
  const answers = lines(gunzipSync(read(name)).toString()).map((line) => parseJson(line) as SqlAnswer);
  const keyOf = ({ e }: SqlAnswer) => `${spark}${timeZone === 'UTC' ? '' : ` ${timeZone}`} ${e}`;

  const differing = async (wanted: readonly SqlAnswer[]) => {
    const session = { spark, timeZone };
    const rowsOf = spark < '3.4' ? oldTable : table;
    const differences = await Promise.all(wanted.map((answer) => compareAnswer(answer, rowsOf, session)));
    return wanted.map(({ e }, i) => [e, differences[i]] as const);
  };

  it('where no difference is listed', async () => {
    const all = await differing(answers.filter((answer) => !known.has(keyOf(answer))));
    expect(all.filter(([, difference]) => difference !== undefined && !BY_MEMORY.test(difference))).toEqual([]);
  });

  it('and still differs where one is', async () => {
    const all = await differing(answers.filter((answer) => known.has(keyOf(answer))));
    expect(all.filter(([, difference]) => difference === undefined)).toEqual([]);
  });
});

/** What is refused for its kind is no difference: the documentation shows aggregates, generators and the clock too. */
const REFUSED_KINDS = [
  'the (aggregate|window function|generator|table function|sketch function|geospatial function) ',
  'the function of (Avro|Protocol Buffers) ',
  'a function (of a type that|of nanoseconds|that answers differently)',
  'a division of texts by',
  'a call of Java',
  'another collation|COLLATE',
  '\\w+, which answers differently',
  'a literal of the type TIME',
  'an argument given by name',
];
const BY_KIND = new RegExp(`^refused: .*expected SQL of scalar expressions, got (${REFUSED_KINDS.join('|')})`);

describe.each(['3.5', '4.3'])('Spark %s answers the examples of its documentation alike', PATIENCE, (spark) => {
  const answers = lines(gunzipSync(read(`examples-${spark}.jsonl.gz`)).toString()).map(
    (line) => parseJson(line) as SqlAnswer,
  );

  it('but for those that are listed, which differ', async () => {
    const differences: string[] = [];
    for (const answer of answers) {
      const difference = await compareAnswer(answer, table, { spark, timeZone: 'UTC' });
      const isListed = known.has(`examples-${spark} ${answer.e}`);
      const isWrong = difference === undefined ? isListed : !isListed && !BY_KIND.test(difference);
      if (isWrong) differences.push(`${answer.e}: ${difference ?? 'differs no more'}`);
    }
    expect(differences).toEqual([]);
  });
});

it('lists no difference without a reason', () => {
  for (const [expression, reason] of known) expect(reason, expression).toMatch(/\w{3}/);
});
