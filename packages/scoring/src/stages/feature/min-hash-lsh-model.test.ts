import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector, type Vector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { minHashLSHModel } from './min-hash-lsh-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const PAIRS = [1, 0, 2038074742, 2038074741, 1234567890, 987654321];
const model = (randCoefficients: readonly number[] = PAIRS) =>
  decodeStage(minHashLSHModel, {
    params: { inputCol: 'v', outputCol: 'hashes', numHashTables: 3 },
    tables: { data: [{ randCoefficients }] },
  });

/** The definition, in integers of any size. */
function hashesOf(places: readonly number[]): DenseVector[] {
  return [0, 2, 4].map((at) => {
    const hashes = places.map((i) => ((1n + BigInt(i)) * BigInt(PAIRS[at]!) + BigInt(PAIRS[at + 1]!)) % 2038074743n);
    return dense(Number(hashes.reduce((least, hash) => (hash < least ? hash : least))));
  });
}

describe('MinHashLSHModel', () => {
  it.each<[Vector, number[]]>([
    [dense(0, 1, Number.NaN, -0, -3), [1, 2, 4]],
    [sparse(9, [0, 3, 8], [0, 5e-324, 1]), [3, 8]],
    [sparse(2147483647, [2147483646], [1]), [2147483646]],
    [sparse(2147483647, [1073741823, 2038074742], [1, 1]), [1073741823, 2038074742]],
  ])('takes the least hash of the places that are not zero, vector %#', async (vector, places) => {
    expect(scoreRows(await model(), schema, [[vector]])[0]?.[1]).toEqual(hashesOf(places));
  });

  it('refuses vectors of zeros, and damaged models', async () => {
    const stage = await model();
    for (const vector of [dense(0, -0), sparse(3, [], []), sparse(3, [1], [0])]) {
      expect(() => scoreRows(stage, schema, [[vector]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    }
    for (const pairs of [[1], [1, -1], [2038074743, 0]]) {
      await expect(model(pairs)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    }
  });

  // Distances as Spark 3.5.9 gives them.
  it('finds near sets that share a hash', async () => {
    const { approxNearestNeighbors, approxSimilarityJoin } = (await model()).queries;
    const dataset = [dense(1, 0, 3, 0, 0, 1), sparse(6, [0, 2], [1, 1]), sparse(6, [1, 3, 4], [1, 1, 1])];
    const key = sparse(6, [0, 2, 5], [1, 1, 2]);
    expect([...approxNearestNeighbors!.answer({ dataset, key, numNearestNeighbors: 3 })]).toEqual([
      [0, 0],
      [1, 0.33333333333333337],
    ]);
    expect([...approxSimilarityJoin!.answer({ datasetA: dataset, datasetB: dataset, threshold: 0.3 })]).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
    ]);
  });
});
