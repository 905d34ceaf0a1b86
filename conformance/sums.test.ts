import { lanesOf, SUMS_PROFILES } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { listCases, readCase } from './cases.ts';
import { runCase } from './run-case.ts';

const summing = listCases()
  .map(readCase)
  .filter(({ sums, expected }) => lanesOf(sums) !== undefined && expected !== undefined);

/**
 * What a stage declares for an unknown CPU must cover every profile that Spark can have there. The predictions of these
 * cases stay the same: none of them stands on a threshold.
 */
describe.each(SUMS_PROFILES)('the declared exactness covers sums in the order %s', (guess) => {
  it.each(summing)('$name', async (sample) => {
    expect((await runCase(sample, { guess })).difference ?? 'within what is declared').toBe('within what is declared');
  });
});
