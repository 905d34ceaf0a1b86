import { expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { fmRegressionModel } from './fm-regression-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const factors = { type: 1, numRows: 2, numCols: 1, values: [2, 3], isTransposed: false };
const fitted = (params: Record<string, unknown> = {}) =>
  decodeStage(fmRegressionModel, { params, tables: { data: [{ intercept: 0.5, linear: dense(1, -1), factors }] } });

it('FMRegressionModel adds what the pair of features contributes', async () => {
  expect(scoreRows(await fitted(), schema, [[dense(1, 1)]])[0]?.[1]).toBe(6.5);
  expect(scoreRows(await fitted(), schema, [[dense(1, Number.NaN)]])[0]?.[1]).toBeNaN();
});

it('FMRegressionModel without a predictionCol adds nothing', async () => {
  expect(outputSchema(await fitted({ predictionCol: '' }), schema).fields).toHaveLength(1);
});
