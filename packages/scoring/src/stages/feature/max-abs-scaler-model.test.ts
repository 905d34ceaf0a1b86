import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { maxAbsScalerModel } from './max-abs-scaler-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const scaler = (maxAbs: DenseVector, semantics = '4.1.0') =>
  decodeStage(maxAbsScalerModel, {
    params: { inputCol: 'v', outputCol: 'scaled' },
    tables: { data: [{ maxAbs }] },
    semantics,
  });

// Values from Spark 4.3.0 and, by its own jars, 2.4.8.
describe('MaxAbsScalerModel', () => {
  it.each([
    ['4.1.0', dense(-1, 0.1, 0.2, 0.3), dense(-0.25, 0.010000000000000002, 0.06666666666666667, 0.06666666666666667)],
    ['4.1.0', dense(0, -0, 0, 7), dense(0, -0, 0, 1.5555555555555554)],
    ['4.1.0', sparse(4, [0, 2], [1, -2.5]), sparse(4, [0, 2], [0.25, -0.8333333333333333])],
    ['4.1.0', sparse(4, [1, 3], [0, 5e-324]), sparse(4, [1, 3], [0, 0])],
    ['2.4.8', sparse(4, [0, 1, 3], [2, 0, 5e-324]), sparse(4, [0], [0.5])],
    ['2.4.8', dense(0, -0, 3, 7), dense(0, -0, 1, 1.5555555555555556)],
  ])('divides in Spark %s vector %#', async (semantics, vector, expected) => {
    const stage = await scaler(dense(4, 10, 3, 4.5), semantics);
    expect(scoreRows(stage, schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('multiplies by the reciprocal since Spark 3', async () => {
    const row = [[dense(12, 5)]];
    expect(scoreRows(await scaler(dense(24.8, 0)), schema, row)[0]?.[1]).toEqual(dense(0.4838709677419355, 5));
    expect(scoreRows(await scaler(dense(24.8, 0), '2.2.0'), schema, row)[0]?.[1]).toEqual(
      dense(0.48387096774193544, 5),
    );
  });
});
