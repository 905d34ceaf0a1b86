import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { pcaModel } from './pca-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const values = [
  -0.4020618556701031, -0.020618556701030927, 0.36082474226804123, -0.29896907216494845, 0.08247422680412371,
  0.4639175257731959,
];
const projection = (pc: Record<string, unknown>) =>
  decodeStage(pcaModel, { params: { inputCol: 'v', outputCol: 'pc', k: 2 }, tables: { data: [{ pc }] } });
const components = { type: 1, numRows: 3, numCols: 2, values, isTransposed: false };

// Values from Spark 3.5.9.
describe('PCAModel', () => {
  it.each([
    [
      dense(-2.6923076923076925, -0.46153846153846156, 1.7692307692307692),
      dense(1.7303727200634418, 1.5876288659793816),
    ],
    [sparse(3, [0, 2], [1.5, -0.3]), dense(-0.711340206185567, -0.5876288659793814)],
    [sparse(3, [], []), dense(0, 0)],
    [dense(0, -0, 0), dense(0, 0)],
  ])('projects vector %#', async (vector, expected) => {
    expect(scoreRows(await projection(components), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('refuses a vector of another size, and a sparse matrix', async () => {
    const stage = await projection(components);
    expect(() => scoreRows(stage, schema, [[dense(1)]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    const sparsePc = {
      type: 0,
      numRows: 1,
      numCols: 1,
      colPtrs: [0, 0],
      rowIndices: [],
      values: [],
      isTransposed: false,
    };
    const hollow = { type: 1, numRows: 0, numCols: 2 ** 31, values: [], isTransposed: false };
    for (const pc of [sparsePc, hollow]) {
      await expect(projection(pc)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    }
  });
});
