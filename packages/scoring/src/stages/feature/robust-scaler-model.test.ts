import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { robustScalerModel } from './robust-scaler-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const scaler = (withCentering: boolean, withScaling: boolean, data: Record<string, unknown> = {}) =>
  decodeStage(robustScalerModel, {
    params: { inputCol: 'v', outputCol: 'scaled', withCentering, withScaling },
    tables: { data: [{ range: dense(3.8, 7.3, 0, 4), median: dense(1, 0.7, 3, 1e-3), ...data }] },
  });

// Values from Spark 3.5.9.
describe('RobustScalerModel', () => {
  it.each([
    [true, true, dense(1, 2, 3, 4), dense(0, 0.1780821917808219, 0, 0.99975)],
    [true, true, sparse(4, [0, 2], [1, -2.5]), dense(0, -0.0958904109589041, -0, -2.5e-4)],
    [true, false, dense(1, 2, 3, 4), dense(0, 1.3, 0, 3.999)],
    [false, true, sparse(4, [0, 2], [1, -2.5]), sparse(4, [0, 2], [0.2631578947368421, -0])],
    [false, false, sparse(4, [1], [-0]), sparse(4, [1], [-0])],
    [true, true, dense(1, 2), dense(0, 0.1780821917808219)],
  ])('centres %s, scales %s, vector %#', async (withCentering, withScaling, vector, expected) => {
    expect(scoreRows(await scaler(withCentering, withScaling), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('refuses longer vectors, and data of two sizes', async () => {
    const stage = await scaler(true, true);
    const row = [dense(1, 2, 3, 4, 5)];
    expect(() => scoreRows(stage, schema, [row])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    const damaged = scaler(true, true, { range: dense(1) });
    await expect(damaged).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
