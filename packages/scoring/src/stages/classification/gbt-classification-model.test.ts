import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { ensembleTables, stump } from '../../testing/tree-rows.ts';
import { gbtClassificationModel } from './gbt-classification-model.ts';

// Spark 3.5.9 fitted these trees and gave these answers.
const TREES = [
  stump({ feature: 0, values: [0, 1], arity: 3 }, -0.75, 0.5),
  stump({ feature: 1, values: [5.5] }, -0.5723239461014011, 1.2054538316763768),
];
const SCHEMA = structType([createField('features', VECTOR)]);

function decode(params: Record<string, unknown>, savedBy = '3.5.9', weights = [1, 0.1]) {
  return decodeStage(gbtClassificationModel, {
    params: { ...params },
    extras: { numFeatures: 2, numTrees: 2 },
    tables: ensembleTables(TREES, weights),
    savedBy,
  });
}

async function score(stage: ReturnType<typeof decode>, vector: readonly number[]) {
  const [row] = scoreRows(await stage, SCHEMA, [[new DenseVector(Float64Array.from(vector))]]);
  return row!.slice(1).map((value) => (value instanceof DenseVector ? value.toArray() : value));
}

describe('GBTClassificationModel', () => {
  it.each([
    [0, 0, [0.8072323946101401, -0.8072323946101401], [0.8340303412726516, 0.16596965872734837], 0, [0, 0]],
    [2, 0, [-0.4427676053898599, 0.4427676053898599], [0.29203206178651875, 0.7079679382134813], 1, [1, 0]],
    [0, 5.5, [0.8072323946101401, -0.8072323946101401], [0.8340303412726516, 0.16596965872734837], 0, [0, 0]],
    [
      0,
      5.500000000000001,
      [0.6294546168323624, -0.6294546168323624],
      [0.7788382812826778, 0.22116171871732215],
      0,
      [0, 1],
    ],
  ])('weighs the trees for %d and %d', async (category, number, ...expected) => {
    expect(await score(decode({ leafCol: 'leaf' }), [category, number])).toEqual(expected);
  });

  it('takes a margin of 0 for class 0', async () => {
    expect(await score(decode({}, '3.5.9', [0, 0]), [2, 0])).toEqual([[-0, 0], [0.5, 0.5], 0]);
  });

  it('compares probabilities with thresholds', async () => {
    expect((await score(decode({ thresholds: [0.9, 0.1] }), [0, 0]))[2]).toBe(1);
  });

  it.each([
    ['2.1.3', ['prediction']],
    ['2.2.0', ['rawPrediction', 'probability', 'prediction']],
  ])('has the columns of Spark %s', async (savedBy, names) => {
    const { fields } = outputSchema(await decode({}, savedBy), SCHEMA);
    expect(fields.slice(1).map((field) => field.name)).toEqual(names);
    expect((await score(decode({}, savedBy), [2, 0])).at(-1)).toBe(1);
  });
});
