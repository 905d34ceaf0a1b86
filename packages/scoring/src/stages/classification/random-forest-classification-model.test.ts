import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { ensembleTables, leaf, split } from '../../testing/tree-rows.ts';
import { randomForestClassificationModel } from './random-forest-classification-model.ts';

// Spark 3.5.9 fitted these trees and gave these answers.
const ROOT = split(0, { left: 1, right: 2, feature: 0, values: [0, 1], arity: 3 });
const TREES = [
  [ROOT, leaf(1, 0, [12, 0]), leaf(2, 1, [1, 8])],
  [ROOT, leaf(1, 0, [13, 4]), leaf(2, 1, [1, 5])],
];
const SCHEMA = structType([createField('features', VECTOR)]);

function decode(trees = TREES, numClasses = 2) {
  return decodeStage(randomForestClassificationModel, {
    params: { leafCol: 'leaf', numTrees: 20 },
    extras: { numFeatures: 2, numClasses, numTrees: trees.length },
    tables: ensembleTables(trees),
  });
}

describe('RandomForestClassificationModel', () => {
  it.each([
    [0, [1.7647058823529411, 0.23529411764705882], [0.8823529411764706, 0.11764705882352941], 0, [0, 0]],
    [2, [0.2777777777777778, 1.7222222222222223], [0.1388888888888889, 0.8611111111111112], 1, [1, 1]],
    [9, [1.7647058823529411, 0.23529411764705882], [0.8823529411764706, 0.11764705882352941], 0, [0, 0]],
  ])('adds the shares of the leaves for category %d', async (category, ...expected) => {
    const [row] = scoreRows(await decode(), SCHEMA, [[new DenseVector(Float64Array.of(category, 0))]]);
    expect(row!.slice(1).map((value) => (value instanceof DenseVector ? value.toArray() : value))).toEqual(expected);
  });

  it('passes over a leaf without counts', async () => {
    const stage = await decode([...TREES, [leaf(0, 0, [0, 0])]]);
    const [row] = scoreRows(stage, SCHEMA, [[new DenseVector(Float64Array.of(0, 0))]]);
    expect((row![1] as DenseVector).toArray()).toEqual([1.7647058823529411, 0.23529411764705882]);
  });

  it('says how many leaves each tree has', async () => {
    const { fields } = outputSchema(await decode(), SCHEMA);
    expect(metadataOf(fields.at(-1)!)).toEqual({
      ml_attr: {
        attrs: {
          nominal: [
            { idx: 0, num_vals: 2 },
            { idx: 1, num_vals: 2 },
          ],
        },
        num_attrs: 2,
      },
    });
  });

  it('refuses counts of another number of classes', async () => {
    const refusal = expect.objectContaining({ code: 'MODEL_DATA' });
    await expect(decode(TREES, 3)).rejects.toThrow(refusal);
  });
});
