import { compareValues, locate, type PlainRow, type RecordScorer, type Row, type Tolerance } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';
import type { RowCheck } from './operations.ts';

interface Answers {
  readonly scorer: RecordScorer;
  readonly rows: readonly PlainRow[];
  /** What a column may differ by. */
  readonly allowed: (column: string) => Tolerance;
}

const NOTHING_CHECKED: RowCheck = { rows: 0, different: 0, maxDifference: 0, maxUlps: 0 };

/**
 * Scores the rows and compares them with the expected ones, where there are, in their order; rows that the pipeline
 * drops have none.
 */
export async function checkAnswers(
  expected: RecordReader | undefined,
  { scorer, rows, allowed }: Answers,
): Promise<RowCheck> {
  if (expected === undefined) {
    for (const [i, row] of rows.entries()) scoreAt(scorer.score, row, i + 1);
    return NOTHING_CHECKED;
  }
  const columns = scorer.output.fields.map(({ name }) => ({
    name,
    place: expected.schema.fields.findIndex((field) => field.name === name),
    tolerance: allowed(name),
  }));
  const answers = scoreEach(rows, scorer);
  const found = { rows: 0, different: 0, maxDifference: 0, maxUlps: 0 };
  for await (const batch of expected.batches()) {
    for (const row of batch) {
      found.rows++;
      const answer = answers.next().value;
      if (answer === undefined || !compareRow(row, answer)) found.different++;
    }
  }
  for (const _ of answers) found.different++;
  return found;

  function compareRow(row: Row, answer: Record<string, unknown>): boolean {
    let equal = true;
    for (const { name, place, tolerance } of columns) {
      const { ulps, abs, difference } = compareValues(row[place], answer[name], tolerance);
      if (difference !== undefined) equal = false;
      if (ulps > found.maxUlps) found.maxUlps = ulps;
      if (abs > found.maxDifference) found.maxDifference = abs;
    }
    return equal;
  }
}

function* scoreEach(
  rows: readonly PlainRow[],
  { score }: RecordScorer,
): Generator<Record<string, unknown>, undefined, void> {
  for (const [i, row] of rows.entries()) {
    const scored = scoreAt(score, row, i + 1);
    if (scored !== undefined) yield scored;
  }
}

/** Fails with the number of the row. */
export function scoreAt(score: RecordScorer['score'], row: PlainRow, number: number): ReturnType<typeof score> {
  try {
    return score(row);
  } catch (error) {
    throw locate(error, { row: number });
  }
}
