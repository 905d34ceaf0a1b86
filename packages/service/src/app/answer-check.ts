import { locate, type PlainRow, type RecordScorer, type Tolerance } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';
import { AnswerTally, NOTHING_CHECKED } from './answer-tally.ts';
import type { RowCheck } from './operations.ts';

interface Answers {
  readonly scorer: RecordScorer;
  readonly rows: readonly PlainRow[];
  /** What a column may differ by. */
  readonly allowed: (column: string) => Tolerance;
}

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
  const tally = new AnswerTally<Answer>(
    scorer.output.fields.map(({ name }) => {
      const place = expected.schema.fields.findIndex((field) => field.name === name);
      return { expected: (row) => row[place], actual: (answer) => answer[name], tolerance: allowed(name) };
    }),
  );
  const answers = scoreEach(rows, scorer);
  for await (const batch of expected.batches()) {
    for (const row of batch) tally.add(row, answers.next().value);
  }
  for (const answer of answers) tally.add(undefined, answer);
  return tally.result();
}

type Answer = Record<string, unknown>;

function* scoreEach(rows: readonly PlainRow[], { score }: RecordScorer): Generator<Answer, undefined, void> {
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
