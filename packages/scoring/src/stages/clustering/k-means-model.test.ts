import { describe, expect, it } from 'vitest';
import { arrayType, createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector, type Vector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { kMeansModel } from './k-means-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const FOUR = [dense(20.5, 0), dense(-5.5, 7), dense(10, 10.5), dense(0, 0.5)];
const clusters = (centres: readonly Vector[], semantics = '4.1.0') => {
  const data = centres.map((clusterCenter, clusterIdx) => ({ clusterIdx, clusterCenter })).toReversed();
  return decodeStage(kMeansModel, { tables: { data }, semantics });
};

// Values from Spark 3.5.9 and 4.3.0.
describe('KMeansModel', () => {
  it.each([
    [dense(5, 5.5), 2],
    [sparse(2, [0], [20.5]), 0],
    [sparse(2, [], []), 3],
    [dense(15.25, 5.25), 0],
    [dense(1e308, 1e308), 0],
    [dense(1e154, 0), 0],
    [dense(-1e8, 1e8), 1],
    [sparse(2, [1], [1e9]), 2],
    [dense(10.25, -3.125), 0],
    [sparse(2, [0, 1], [10.25, -3.125]), 0],
    [dense(-2.75, 3.75), 1],
  ])('finds the nearest of four, vector %#', async (vector, expected) => {
    expect(scoreRows(await clusters(FOUR), schema, [[vector]])[0]?.[1]).toBe(expected);
  });

  it.each([
    [dense(5, 0), 0],
    [dense(5, 3), 0],
    [sparse(2, [0], [5]), 0],
    [dense(5.000000000000001, 0), 1],
    [dense(4.999999999999999, 0), 0],
  ])('takes the first of two as near, vector %#', async (vector, expected) => {
    expect(scoreRows(await clusters([dense(0, 0), dense(10, 0)]), schema, [[vector]])[0]?.[1]).toBe(expected);
  });

  it.each(['2.4.8', '3.0.3', '3.5.0'])('answers alike for sparse centres in Spark %s', async (semantics) => {
    const centres = [sparse(3, [0], [1]), sparse(3, [2], [4]), dense(0, 9, 0)];
    const rows = [[sparse(3, [2], [3])], [dense(0.5, 8, 0)], [sparse(3, [], [])]];
    expect(scoreRows(await clusters(centres, semantics), schema, rows).map((row) => row[1])).toEqual([1, 2, 0]);
  });

  it('refuses NaN since Spark 3.1; before, it was in cluster 0', async () => {
    const [now, before] = [await clusters(FOUR, '3.1.0'), await clusters(FOUR, '3.0.0')];
    const row = [[dense(Number.NaN, 0)]];
    expect(() => scoreRows(now, schema, row)).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    expect(scoreRows(before, schema, row)[0]?.[1]).toBe(0);
  });

  it('reads arrays that can hold no null', async () => {
    const stage = await clusters(FOUR);
    const arrays = structType([createField('features', arrayType('double', false))]);
    expect(scoreRows(stage, arrays, [[[20.5, 0]]])[0]?.[1]).toBe(0);
    const nullable = structType([createField('features', arrayType('double'))]);
    expect(() => outputSchema(stage, nullable)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });

  it('reads the one row of Spark 1.6', async () => {
    const stage = await decodeStage(kMeansModel, { savedBy: '1.6.3', tables: { data: [{ clusterCenters: FOUR }] } });
    expect(stage.sizes).toEqual({ clusters: 4, features: 2 });
  });

  it.each([
    [[]],
    [[{ clusterIdx: 1, clusterCenter: dense(1) }]],
    [[{ clusterIdx: 0 }]],
    [
      [
        { clusterIdx: 0, clusterCenter: dense(1) },
        { clusterIdx: 1, clusterCenter: dense(1, 2) },
      ],
    ],
  ])('refuses the centres %j', async (data) => {
    const decoded = decodeStage(kMeansModel, { tables: { data } });
    await expect(decoded).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
