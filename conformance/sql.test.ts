import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parseJson } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { compareAnswer, readTable, type SqlAnswer } from './sql-cases.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'sql');
const read = (name: string) => readFileSync(join(FOLDER, name));
const [schema = '', ...rows] = lines(read('rows.jsonl').toString());
const table = readTable(schema, rows);

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** `<spark> <expression>  # reason`: what is known to differ. */
const known = new Map(
  lines(read('known-differences.txt').toString()).map((line) => line.split('  # ', 2) as [string, string]),
);

describe.each(['3.5', '4.3'])('Spark %s answers random expressions alike', (spark) => {
  const answers = lines(gunzipSync(read(`answers-${spark}.jsonl.gz`)).toString()).map(
    (line) => parseJson(line) as SqlAnswer,
  );

  const differing = async (wanted: readonly SqlAnswer[]) => {
    const differences = await Promise.all(wanted.map((answer) => compareAnswer(answer, table, spark)));
    return wanted.map(({ e }, i) => [e, differences[i]] as const);
  };

  it('where no difference is listed', async () => {
    const all = await differing(answers.filter(({ e }) => !known.has(`${spark} ${e}`)));
    expect(all.filter(([, difference]) => difference !== undefined)).toEqual([]);
  });

  it('and still differs where one is', async () => {
    const all = await differing(answers.filter(({ e }) => known.has(`${spark} ${e}`)));
    expect(all.filter(([, difference]) => difference === undefined)).toEqual([]);
  });
});

/** Refusals by name, which are no differences: the documentation shows aggregates, generators and the clock too. */
const BY_NAME = /^refused: .*expected SQL of scalar expressions, got/;

describe.each(['3.5', '4.3'])('Spark %s answers the examples of its documentation alike', (spark) => {
  const answers = lines(gunzipSync(read(`examples-${spark}.jsonl.gz`)).toString()).map(
    (line) => parseJson(line) as SqlAnswer,
  );

  it('but for those that are listed', async () => {
    const differences: string[] = [];
    for (const answer of answers) {
      const difference = await compareAnswer(answer, table, spark);
      if (difference === undefined || BY_NAME.test(difference)) continue;
      if (!known.has(`examples-${spark} ${answer.e}`)) differences.push(`${answer.e}: ${difference}`);
    }
    expect(differences).toEqual([]);
  });
});

it('lists no difference without a reason', () => {
  for (const [expression, reason] of known) expect(reason, expression).toMatch(/\w{3}/);
});
