import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { minMaxScalerModel } from './min-max-scaler-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const schema = structType([createField('v', VECTOR)]);
const scaler = (min: number, max: number, semantics: string) =>
  decodeStage(minMaxScalerModel, {
    params: { inputCol: 'v', outputCol: 'scaled', min, max },
    tables: { data: [{ originalMin: dense(-3, -5, 3, -4), originalMax: dense(4, 10, 3, 4.5) }] },
    semantics,
  });

// Values from Spark 4.3.0.
describe('MinMaxScalerModel', () => {
  it.each([
    [-2.5, 7.1, dense(1, 2, 3, 4), dense(2.9857142857142858, 1.9800000000000004, 2.3, 6.535294117647059)],
    [-2.5, 7.1, sparse(4, [], []), dense(1.6142857142857139, 0.7000000000000002, 2.3, 2.0176470588235293)],
    [
      -2.5,
      7.1,
      dense(1e308, -1e308, 1e-308, 1e16),
      dense(1.3714285714285714e308, -6.4e307, 2.3, 1.1294117647058826e16),
    ],
    [0, 1, dense(nan, 1, infinity, -infinity), dense(nan, 0.4, 0.5, -infinity)],
    [0, 1, dense(0, 0, nan, nan), dense(0.42857142857142855, 0.3333333333333333, nan, nan)],
  ])('rescales to [%s, %s], vector %#', async (min, max, vector, expected) => {
    expect(scoreRows(await scaler(min, max, '4.1.0'), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('compresses since Spark 3', async () => {
    const row = [dense(-3, -5, 3, -4)];
    const [now] = scoreRows(await scaler(-0.5, 0.5, '4.1.0'), schema, [row]);
    const [zeros] = scoreRows(await scaler(-1, 1, '3.5.0'), schema, [[dense(0.5, 2.5, 3, 0.25)]]);
    expect(now?.[1]).toEqual(dense(-0.5, -0.5, 0, -0.5));
    expect(zeros?.[1]).toEqual(sparse(4, [], []));
    expect(scoreRows(await scaler(-1, 1, '2.4.8'), schema, [[dense(0.5, 2.5, 3, 0.25)]])[0]?.[1]).toEqual(
      dense(0, 0, 0, 0),
    );
  });

  it('checks the size since Spark 3; before, shorter vectors pass', async () => {
    const shorter = [[dense(1)]];
    const [now, before] = [await scaler(0, 1, '3.0.0'), await scaler(0, 1, '2.4.8')];
    expect(() => scoreRows(now, schema, shorter)).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    expect(scoreRows(before, schema, shorter)[0]?.[1]).toEqual(dense(0.5714285714285714));
  });
});
