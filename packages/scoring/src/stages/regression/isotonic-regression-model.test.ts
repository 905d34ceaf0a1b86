import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { isotonicRegressionModel } from './isotonic-regression-model.ts';

const boundaries = [-1.5, 0, 1, 2, 3.5, 5, 6, 8];
const predictions = [0.1, 0.3, 1, 2.4, 2.4, 5.75, 5.75, 9.1];
const isotonic = (params: Record<string, unknown> = {}, row: object = { boundaries, predictions }) =>
  decodeStage(isotonicRegressionModel, { params, tables: { data: [{ ...row }] } });
const doubles = structType([createField('features', 'double')]);
const vectors = structType([createField('features', VECTOR)]);

// Values from Spark 4.3.0.
describe('IsotonicRegressionModel', () => {
  it.each([
    [-5, 0.1],
    [-1.5, 0.1],
    [-1, 0.16666666666666669],
    [-0, 0.3],
    [0, 0.3],
    [0.3, 0.51],
    [1.5, 1.7],
    [2.7, 2.4],
    [4, 3.5166666666666666],
    [7.3, 7.927499999999999],
    [8, 9.1],
    [1e308, 9.1],
    [Number.NaN, 9.1],
    [null, null],
  ])('gives for %s %s', async (x, expected) => {
    expect(scoreRows(await isotonic(), doubles, [[x]])[0]?.[1]).toBe(expected);
  });

  it('reads an element of a vector', async () => {
    const stage = await isotonic({ featureIndex: 1 });
    const rows = [
      [new DenseVector(Float64Array.of(9, 0.3))],
      [new SparseVector(2, Int32Array.of(0), Float64Array.of(4))],
    ];
    expect(scoreRows(stage, vectors, rows).map((row) => row[1])).toEqual([0.51, 0.3]);
    const short = [[new DenseVector(Float64Array.of(9))]];
    expect(() => scoreRows(stage, vectors, short)).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    expect(() => scoreRows(stage, vectors, [[null]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE_NULL' }));
  });

  it.each([
    [{ boundaries: [], predictions: [] }],
    [{ boundaries: [1, 2], predictions: [1] }],
    [{ boundaries: [2, 1], predictions: [1, 2] }],
  ])('refuses the points %j', async (row) => {
    await expect(isotonic({}, row)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
