import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { ensembleTables, stump } from '../../testing/tree-rows.ts';
import { gbtRegressionModel } from './gbt-regression-model.ts';

// Spark 3.5.9 fitted these trees and gave these answers.
const TREES = [
  stump({ feature: 0, values: [0, 1], arity: 3 }, 0.125, 0.75),
  stump({ feature: 1, values: [5.5] }, -0.2222222222222222, 0.6666666666666666),
];
const SAID = { ml_attr: { num_attrs: 2 } };
const SCHEMA = structType([createField('features', VECTOR, true, SAID)]);

function decode(semantics = '3.5.9') {
  const extras = { numFeatures: 2, numTrees: 2 };
  return decodeStage(gbtRegressionModel, { extras, tables: ensembleTables(TREES, [1, 0.1]), semantics });
}

describe('GBTRegressionModel', () => {
  it.each([
    [0, 0, 0.10277777777777777],
    [2, 0, 0.7277777777777777],
    [0, 7, 0.19166666666666668],
    [2, Number.NaN, 0.8166666666666667],
  ])('weighs the trees for %d and %d', async (category, number, expected) => {
    const [row] = scoreRows(await decode(), SCHEMA, [[new DenseVector(Float64Array.of(category, number))]]);
    expect(row![1]).toBe(expected);
  });

  it.each([
    ['2.4.8', {}],
    ['3.0.3', SAID],
    ['3.5.9', SAID],
    ['4.3.0', { ml_attr: {} }],
  ])('describes the prediction as Spark %s does', async (semantics, metadata) => {
    const field = outputSchema(await decode(semantics), SCHEMA).fields.at(-1)!;
    expect(field).toMatchObject({ name: 'prediction', type: 'double', nullable: false });
    expect(metadataOf(field)).toEqual(metadata);
  });
});
