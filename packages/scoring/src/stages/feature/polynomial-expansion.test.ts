import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector, type Vector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { polynomialExpansion } from './polynomial-expansion.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

async function expand(degree: number, vector: Vector): Promise<unknown> {
  const stage = await decodeStage(polynomialExpansion, { params: { inputCol: 'v', outputCol: 'all', degree } });
  return scoreRows(stage, schema, [[vector]])[0]?.[1];
}

// Values from Spark 3.5.9.
describe('PolynomialExpansion', () => {
  it.each([
    [1, dense(-0, 2), dense(0, 2)],
    [2, dense(3, 5), dense(3, 9, 5, 15, 25)],
    [3, dense(1, 2, 3), dense(1, 1, 1, 2, 2, 2, 4, 4, 8, 3, 3, 3, 6, 6, 12, 9, 9, 18, 27)],
    [3, dense(nan, 1, 0), dense(nan, nan, nan, 1, nan, nan, 1, nan, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    [
      3,
      dense(1e200, 2, 1e-200),
      dense(1e200, inf, inf, 2, 2e200, inf, 4, 4e200, 8, 1e-200, 1, 1e200, 2e-200, 2, 4e-200, 0, 0, 0, 0),
    ],
    [3, sparse(3, [1], [3]), sparse(19, [3, 6, 8], [3, 9, 27])],
    [3, sparse(3, [0, 1], [0, -0]), sparse(19, [], [])],
    [2, sparse(0, [], []), sparse(0, [], [])],
  ])('expands to degree %i, vector %#', async (degree, vector, expected) => {
    expect(await expand(degree, vector)).toEqual(expected);
  });

  it('expands sparse vectors of many elements', async () => {
    const wide = (await expand(2, sparse(60000, [59999], [2]))) as SparseVector;
    expect([wide.size, ...wide.indices, ...wide.values]).toEqual([1800090000, 1800029999, 1800089999, 2, 4]);
  });

  it.each([
    [2, sparse(262144, [1], [1]), 'INPUT_VALUE'],
    [3, dense(...new Array(600).fill(0)), 'INPUT_LIMIT'],
    [0, dense(1), 'MODEL_PARAM'],
  ])('refuses degree %i of what is too large or none', async (degree, vector, code) => {
    await expect(expand(degree, vector)).rejects.toThrow(expect.objectContaining({ code }));
  });
});
