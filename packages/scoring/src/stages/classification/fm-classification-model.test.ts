import { expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { fmClassificationModel } from './fm-classification-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const matrix = (numRows: number, numCols: number, values: number[]) => ({
  type: 1,
  numRows,
  numCols,
  values,
  isTransposed: true,
});
const fitted = (factors: Record<string, unknown>, linear = dense(1, 0, 0)) =>
  decodeStage(fmClassificationModel, { tables: { data: [{ intercept: -1, linear, factors }] } });

it('FMClassificationModel adds what pairs of features contribute', async () => {
  const stage = await fitted(matrix(3, 2, [1, 0, 2, 1, 0, 3]));
  // -1 + 2 + (1 * 2)(2 * 3) for the first pair, (1 * 3)(3 * 1) for the last.
  const [row = []] = scoreRows(stage, schema, [[dense(2, 3, 1)]]);
  expect(row[1]).toEqual(dense(-22, 22));
  expect(row[3]).toBe(1);
});

it('FMClassificationModel answers alike for sparse vectors, and class 0 at a margin of 0', async () => {
  const stage = await fitted(matrix(3, 2, [1, 0, 2, 1, 0, 3]));
  const sparse = new SparseVector(3, Int32Array.of(0), Float64Array.of(1));
  const [row] = scoreRows(stage, schema, [[sparse]]);
  expect(row?.slice(1)).toEqual([dense(-0, 0), dense(0.5, 0.5), 0]);
});

it('FMClassificationModel refuses factors for another number of features', async () => {
  const decoded = fitted(matrix(2, 2, [1, 0, 2, 1]));
  await expect(decoded).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
});
