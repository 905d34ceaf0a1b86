import { describeType, listNames, ScoringError, type StructType } from '@tinderbox/scoring';

/** Throws INPUT_FORMAT where a file of a table has other columns than the first. */
export function sameColumns(first: StructType, other: StructType, file: string): void {
  const [expected, got] = [first, other].map(({ fields }) =>
    fields.map(({ name, type }) => `${name} ${describeType(type)}`),
  ) as [string[], string[]];
  if (expected.join('\n') === got.join('\n')) return;
  const detail = `expected the columns of the first file (${listNames(expected)}), got ${listNames(got)}`;
  throw new ScoringError('INPUT_FORMAT', detail, { file });
}
