import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { leaf, type NodeRow, split } from '../../testing/tree-rows.ts';
import { decisionTreeClassificationModel } from './decision-tree-classification-model.ts';

// Spark 3.5.9 fitted this tree to 24 rows of one feature with 3 categories and one number, and gave these answers.
const TREE = [
  split(0, { left: 1, right: 2, feature: 0, values: [0, 1], arity: 3 }),
  leaf(1, 0, [14, 2]),
  split(2, { left: 3, right: 4, feature: 1, values: [1.5] }),
  leaf(3, 0, [1, 1]),
  leaf(4, 1, [1, 5]),
];
const SCHEMA = structType([createField('features', VECTOR)]);

function decode(params: Record<string, unknown>, options: { savedBy?: string; data?: readonly NodeRow[] } = {}) {
  return decodeStage(decisionTreeClassificationModel, {
    params: { ...params },
    extras: { numFeatures: 2, numClasses: 2 },
    tables: { data: (options.data ?? TREE) as never },
    savedBy: options.savedBy ?? '3.5.9',
  });
}

async function score(params: Record<string, unknown>, vector: readonly number[], options = {}) {
  const [row] = scoreRows(await decode(params, options), SCHEMA, [[new DenseVector(Float64Array.from(vector))]]);
  return row!.slice(1).map((value) => (value instanceof DenseVector ? value.toArray() : value));
}

describe('DecisionTreeClassificationModel', () => {
  it.each([
    [0, 0, [14, 2], [0.875, 0.125], 0, 0],
    [1, 7, [14, 2], [0.875, 0.125], 0, 0],
    [2, 0, [1, 1], [0.5, 0.5], 0, 1],
    [2, 7, [1, 5], [0.16666666666666666, 0.8333333333333334], 1, 2],
    [2, Number.NaN, [1, 5], [0.16666666666666666, 0.8333333333333334], 1, 2],
    [-0, 7, [14, 2], [0.875, 0.125], 0, 0],
  ])('scores category %d and number %d', async (category, number, ...expected) => {
    expect(await score({ leafCol: 'leaf' }, [category, number])).toEqual(expected);
  });

  it.each([3, 9, 0.5, -1, Number.NaN])('sends unseen category %d to the side that was not kept', async (category) => {
    expect(await score({ leafCol: 'leaf' }, [category, 0])).toEqual([[14, 2], [0.875, 0.125], 0, 0]);
  });

  it('asks the leaf, not the thresholds, where both vectors are off', async () => {
    const params = { thresholds: [0.9, 0.01] };
    expect(await score({ ...params, rawPredictionCol: '', probabilityCol: '' }, [2, 0])).toEqual([0]);
    expect(await score({ ...params, rawPredictionCol: '' }, [2, 0])).toEqual([[0.5, 0.5], 1]);
  });

  it.each([
    [[0, 0], '2.3.4', [0, 0]],
    [[0, 0], '3.5.9', undefined],
    [[-1, 4], '3.5.9', undefined],
    [[Number.NaN, 1], '3.5.9', undefined],
  ])('makes of counts %j in Spark %s', async (counts, savedBy, probability) => {
    const answer = score({}, [0, 0], { savedBy, data: [leaf(0, 0, counts)] });
    if (probability !== undefined) expect((await answer)[1]).toEqual(probability);
    else await expect(answer).rejects.toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('says how many leaves and classes there are', async () => {
    const { fields } = outputSchema(await decode({ leafCol: 'leaf' }), SCHEMA);
    expect(fields.slice(3).map(attributesOf)).toEqual([
      { kind: 'scalar', attribute: { type: 'nominal', cardinality: 2 } },
      { kind: 'scalar', attribute: { type: 'nominal', cardinality: 3 } },
    ]);
  });
});
