import { ScoringError } from '../../core/errors.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';

/**
 * Class counts to probabilities, in place: each by their sum. Counts that sum to 0, negative ones and NaN fail the row from
 * Spark 2.4 on; before, counts that sum to 0 stayed 0.
 * Mirrors `ProbabilisticClassificationModel.normalizeToProbabilitiesInPlace`.
 */
export function normalizeCounts(semantics: SparkVersion): (counts: Float64Array) => void {
  const since24 = isAtLeast(semantics, 2, 4);
  return (counts) => {
    const sum = sumOf(counts);
    for (let i = 0; i < counts.length; i++) {
      if (since24 && !(sum > 0 && counts[i]! >= 0)) throw withoutCounts();
      if (sum !== 0) counts[i] = counts[i]! / sum;
    }
  };
}

/** The counts of each leaf, `classes` numbers each, divided by their sum; where that is 0, zeros. */
export function shareVotes(counts: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(counts.length);
  for (let start = 0; start < counts.length; start += classes) {
    const total = sumOf(counts.subarray(start, start + classes));
    for (let i = start; i < start + classes && total !== 0; i++) shares[i] = counts[i]! / total;
  }
  return shares;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function withoutCounts(): ScoringError {
  return new ScoringError('INPUT_VALUE', 'expected a leaf with class counts that sum to more than 0, got another');
}
