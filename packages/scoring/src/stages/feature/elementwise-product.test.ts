import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { elementwiseProduct } from './elementwise-product.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const product = (scalingVec?: unknown) =>
  decodeStage(elementwiseProduct, {
    params: { inputCol: 'v', outputCol: 'product', ...(scalingVec ? { scalingVec } : {}) },
  });

// As Spark 3.5.9 multiplies.
describe('ElementwiseProduct', () => {
  it.each([
    [{ type: 1, values: [2, -0.5, 0] }, dense(1, 2, Number.NaN), dense(2, -1, Number.NaN)],
    [{ type: 1, values: [2, -0.5, 0] }, sparse(3, [0, 1], [0, 4]), sparse(3, [0, 1], [0, -2])],
    [{ type: 0, size: 3, indices: [1], values: [-3.25] }, dense(1, 2, -3), dense(0, -6.5, -0)],
    [{ type: 0, size: 3, indices: [1], values: [-3.25] }, sparse(3, [0, 1], [7, 2]), sparse(3, [0, 1], [0, -6.5])],
  ])('multiplies by weights, vector %#', async (weights, vector, expected) => {
    expect(scoreRows(await product(weights), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('refuses vectors of another size, and a stage without weights', async () => {
    const stage = await product({ type: 1, values: [2, 3] });
    expect(() => scoreRows(stage, schema, [[dense(1)]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    await expect(product()).rejects.toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });
});
