import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { binarizer } from './binarizer.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const numbers = structType([createField('x', 'double')]);
const vectors = structType([createField('x', VECTOR)]);
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const single = (threshold: number, semantics: string) =>
  decodeStage(binarizer, { params: { inputCol: 'x', outputCol: 'out', threshold }, semantics });

// Values from Spark 3.5.9 and 4.3.0; those of Spark 2 follow its code.
describe('Binarizer', () => {
  it.each([
    [0.5, '4.0.0', [0.5, 0.5000000000000001, nan, null, infinity], [0, 1, 0, 0, 1]],
    [0.5, '3.5.0', [0.5, 0.5000000000000001, nan, null, infinity], [0, 1, 0, null, 1]],
    [-0.5, '4.0.0', [-0.5, -0, nan], [0, 1, 0]],
  ])('compares numbers with %s in Spark %s', async (threshold, semantics, inputs, expected) => {
    const rows = scoreRows(
      await single(threshold, semantics),
      numbers,
      inputs.map((x) => [x]),
    );
    expect(rows.map((row) => row[1])).toEqual(expected);
  });

  it.each([
    [0.1, '4.1.0', dense(-1, 0.1, 0.2, 0.3), dense(0, 0, 1, 1)],
    [0.1, '4.1.0', dense(0, -0, 0, 7), sparse(4, [3], [1])],
    [0.1, '4.1.0', sparse(4, [0, 2], [1, -2.5]), sparse(4, [0], [1])],
    [-1, '4.1.0', sparse(4, [0, 2], [1, -2.5]), dense(1, 1, 0, 1)],
    [-1, '4.1.0', sparse(4, [], []), dense(1, 1, 1, 1)],
    [-0.5, '4.1.0', dense(nan, 1, infinity, -infinity), dense(1, 1, 1, 0)],
    [-1, '2.4.8', sparse(4, [0, 2], [1, -2.5]), sparse(4, [0], [1])],
    [-0.5, '2.4.8', dense(nan, 0, infinity, -infinity), dense(0, 1, 1, 0)],
  ])('compares elements with %s in Spark %s, vector %#', async (threshold, semantics, vector, expected) => {
    expect(scoreRows(await single(threshold, semantics), vectors, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('takes a threshold a column', async () => {
    const stage = await decodeStage(binarizer, {
      params: { inputCols: ['a', 'b'], outputCols: ['c', 'd'], thresholds: [0.5, 1] },
    });
    const input = structType([createField('a', 'double'), createField('b', VECTOR)]);
    expect(scoreRows(stage, input, [[0.6, dense(1, 2)]])[0]?.slice(2)).toEqual([1, dense(0, 1)]);
  });

  it('refuses other types, and to fill out a huge vector', async () => {
    const stage = await single(-1, '4.0.0');
    const integers = structType([createField('x', 'integer')]);
    expect(() => outputSchema(stage, integers)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
    const huge = [[sparse(0x7fffffff, [], [])]];
    expect(() => scoreRows(stage, vectors, huge)).toThrow(expect.objectContaining({ code: 'INPUT_LIMIT' }));
  });
});
