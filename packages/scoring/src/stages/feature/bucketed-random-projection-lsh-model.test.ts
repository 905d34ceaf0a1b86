import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { bucketedRandomProjectionLSHModel } from './bucketed-random-projection-lsh-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const matrix = (isTransposed: boolean) => ({
  type: 1,
  numRows: 2,
  numCols: 3,
  values: [1, 0, 0, 0.6, 0, 0.8],
  isTransposed,
});
const model = (randUnitVectors: unknown = matrix(true), params: Record<string, unknown> = {}, semantics = '3.5.0') =>
  decodeStage(bucketedRandomProjectionLSHModel, {
    params: { inputCol: 'v', outputCol: 'hashes', bucketLength: 0.5, numHashTables: 2, ...params },
    tables: { data: [{ randUnitVectors }] },
    semantics,
  });

describe('BucketedRandomProjectionLSHModel', () => {
  // floor(row . x / 0.5); rows (1, 0, 0) and (0.6, 0, 0.8), or read by columns (1, 0, 0) and (0, 0.6, 0.8).
  it.each([
    [true, dense(-0.7, 9, 1.1), [-2, 0]],
    [true, sparse(3, [0, 2], [1, -1]), [2, -1]],
    [true, sparse(3, [], []), [0, 0]],
    [true, dense(Number.NaN, 0, 0), [Number.NaN, Number.NaN]],
    [false, dense(-0.7, 9, 1.1), [-2, 12]],
    [false, sparse(3, [1], [-1]), [0, -2]],
  ])('hashes to buckets, rows stored one after the other: %s, vector %#', async (byRows, vector, expected) => {
    for (const semantics of ['3.1.0', '3.5.0', '4.3.0']) {
      const [row] = scoreRows(await model(matrix(byRows), {}, semantics), schema, [[vector]]);
      expect(row?.[1]).toEqual(expected.map((bucket) => dense(bucket)));
    }
  });

  it('refuses vectors of another size, and damaged models', async () => {
    const stage = await model();
    expect(() => scoreRows(stage, schema, [[dense(1)]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    await expect(model({ ...matrix(true), numRows: 3 })).rejects.toThrow(
      expect.objectContaining({ code: 'MODEL_DATA' }),
    );
    const flat = await model(matrix(true), { bucketLength: 0 });
    expect(() => scoreRows(flat, schema, [])).toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });

  it('finds near rows that share a bucket', async () => {
    const { approxNearestNeighbors, approxSimilarityJoin } = (await model()).queries;
    const dataset = [dense(0, 0, 0), dense(3, 0, 4), dense(0.1, 0, 0), sparse(3, [2], [-2])];
    const nearest = approxNearestNeighbors!.answer({ dataset, key: dense(0.2, 0, 0), numNearestNeighbors: 2 });
    expect([...nearest]).toEqual([
      [2, 0.1],
      [0, 0.2],
    ]);
    const pairs = approxSimilarityJoin!.answer({ datasetA: dataset.slice(0, 2), datasetB: dataset, threshold: 2 });
    expect([...pairs]).toEqual([
      [0, 0, 0],
      [0, 2, 0.1],
      [1, 1, 0],
    ]);
  });
});
