import { createScorer, type Row, ScoringError, type StructType } from '@tinderbox/scoring';
import { expect, it } from 'vitest';
import type { Stage } from '../packages/scoring/src/core/stage.ts';
import { checkStage } from '../packages/scoring/src/testing/check-stage.ts';
import { randomPipeline } from './random-pipelines.ts';

const PIPELINES = 1000;

function countScored(stage: Stage, schema: StructType, rows: readonly Row[]): number {
  const { scoreRow } = createScorer(stage, schema);
  return rows.filter((row) => {
    try {
      return scoreRow(row) !== undefined;
    } catch (error) {
      if (error instanceof ScoringError) return false;
      throw error;
    }
  }).length;
}

it('gives the same bits with and without generated code, for arrays and objects, over random pipelines', {
  timeout: 300_000,
}, async () => {
  const broken: string[] = [];
  let scored = 0;
  for (let seed = 1; seed <= PIPELINES; seed++) {
    const { stage, schema, rows } = await randomPipeline(seed);
    for (const rule of checkStage(stage, { schema, rows })) broken.push(`pipeline ${seed}: ${rule}`);
    scored += countScored(stage, schema, rows);
  }
  expect(broken).toEqual([]);
  // Most rows are ordinary: what all of them were refused for would show nothing.
  expect(scored).toBeGreaterThan(PIPELINES * 4);
});
