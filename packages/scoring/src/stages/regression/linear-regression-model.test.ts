import { expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { linearRegressionModel } from './linear-regression-model.ts';

const schema = structType([createField('features', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const fitted = (params: Record<string, unknown> = {}) =>
  decodeStage(linearRegressionModel, {
    params,
    tables: { data: [{ coefficients: dense(2, -1), intercept: 0.5, scale: 1 }] },
  });

it('LinearRegressionModel adds its intercept to the sum', async () => {
  expect(scoreRows(await fitted(), schema, [[dense(3, 1)]])[0]?.[1]).toBe(5.5);
});

it('LinearRegressionModel fails a row of another size', async () => {
  const stage = await fitted();
  expect(() => scoreRows(stage, schema, [[dense(3)]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
});

it('LinearRegressionModel without a predictionCol adds nothing', async () => {
  expect(outputSchema(await fitted({ predictionCol: '' }), schema).fields).toHaveLength(1);
});
