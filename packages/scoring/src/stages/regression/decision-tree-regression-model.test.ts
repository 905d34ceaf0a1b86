import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { leaf, split } from '../../testing/tree-rows.ts';
import { decisionTreeRegressionModel } from './decision-tree-regression-model.ts';

// Spark 3.5.9 fitted this tree and gave these answers.
const TREE = [
  split(0, { left: 1, right: 4, feature: 0, values: [0, 1], arity: 3 }),
  split(1, { left: 2, right: 3, feature: 1, values: [5.5] }),
  leaf(2, 0, [12, 0, 0]),
  leaf(3, 0.5, [4, 2, 2]),
  split(4, { left: 5, right: 6, feature: 1, values: [1.5] }),
  leaf(5, 0.5, [2, 1, 1]),
  leaf(6, 0.8333333333333334, [6, 5, 5]),
];
const SCHEMA = structType([createField('features', VECTOR)]);

function decode(params: Record<string, unknown>, data = TREE) {
  const extras = { numFeatures: 2 };
  return decodeStage(decisionTreeRegressionModel, { params: { ...params }, extras, tables: { data: data as never } });
}

async function score(params: Record<string, unknown>, vector: readonly number[], data = TREE) {
  const [row] = scoreRows(await decode(params, data), SCHEMA, [[new DenseVector(Float64Array.from(vector))]]);
  return row!.slice(1);
}

describe('DecisionTreeRegressionModel', () => {
  it.each([
    [0, 0, 0, 0, 0],
    [2, 0, 0.5, 0.25, 2],
    [2, 7, 0.8333333333333334, 0.13888888888888884, 3],
    [3, Number.NaN, 0.5, 0.25, 1],
  ])('scores category %d and number %d', async (category, number, ...expected) => {
    expect(await score({ varianceCol: 'spread', leafCol: 'leaf' }, [category, number])).toEqual(expected);
  });

  it('computes the variance from the sums', async () => {
    const data = [leaf(0, 5.186428571428571, [14, 72.61, 381.2081])];
    expect(await score({ predictionCol: '', varianceCol: 'spread' }, [0, 0], data)).toEqual([0.33010867346938866]);
  });

  it('takes the variance of no rows for 0', async () => {
    expect(await score({ varianceCol: 'spread' }, [0, 0], [leaf(0, 1, [0, 0, 0])])).toEqual([1, 0]);
  });

  it('refuses an output that exists', async () => {
    const stage = await decode({ leafCol: 'features' });
    expect(() => outputSchema(stage, SCHEMA)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_EXISTS' }));
  });
});
