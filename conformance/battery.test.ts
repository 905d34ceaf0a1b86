import { createRowDecoder, parseJson, STAGES } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { checkStage } from '../packages/scoring/src/testing/check-stage.ts';
import { listCases, readCase } from './cases.ts';
import { loadCase } from './run-case.ts';

/** Enough to see every mode of a stage; the corpus run itself takes them all. */
const CASES_A_CLASS = 12;

const cases = listCases();
const ofClass = (spark: string) => cases.filter((name) => name.startsWith(`${spark}/`));

describe('every stage keeps the rules', () => {
  const chosen = STAGES.flatMap(({ spark }) => ofClass(spark).slice(0, CASES_A_CLASS));

  it.each(chosen)('%s', async (name) => {
    const sample = readCase(name);
    if (sample.expected === undefined) return;
    const decode = createRowDecoder(sample.schema);
    const rows = sample.input.map((line, i) => decode(parseJson(line), i + 1));
    expect(checkStage(await loadCase(sample), { schema: sample.schema, rows })).toEqual([]);
  });
});

describe('every stage has cases made by real Spark', () => {
  // SparkR and pyspark save under names of their own what has cases; the last two live only inside RFormulaModel.
  const withoutOwnCases = /\.ml\.r\.|^pyspark\.|\.(ColumnPruner|VectorAttributeRewriter)$/;
  const own = STAGES.map(({ spark }) => spark).filter((spark) => !withoutOwnCases.test(spark));

  it.each(own)('%s', (spark) => {
    expect(ofClass(spark).length).toBeGreaterThan(0);
  });
});
