import { describe, expect, it } from 'vitest';
import { knownElements, vectorElements } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { vectorSlicer } from './vector-slicer.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const named = vectorElements(5, () => [0, 1, 2, 3, 4].map((i) => ({ type: 'numeric', name: `f${i}` })));
const plain = structType([createField('v', VECTOR)]);
const schema = structType([{ ...createField('v', VECTOR), attributes: named }]);
const slicer = (params: Record<string, unknown>, semantics = '4.1.0') =>
  decodeStage(vectorSlicer, { params: { inputCol: 'v', outputCol: 'part', ...params }, semantics });

// Values from Spark 4.3.0.
describe('VectorSlicer', () => {
  it.each([
    [dense(1, 2, 3, 4, 5), dense(4, 1, 5)],
    [sparse(5, [0, 3, 4], [1, -0, 0]), sparse(3, [1], [1])],
    [sparse(5, [1, 2], [2, Number.NaN]), sparse(3, [], [])],
  ])('takes indices out of vector %#', async (vector, expected) => {
    const [row] = scoreRows(await slicer({ indices: [3, 0, 4] }), plain, [[vector]]);
    expect(row?.[1]).toEqual(expected);
  });

  it('keeps explicit zeros before Spark 3.2', async () => {
    const [row] = scoreRows(await slicer({ indices: [3, 0, 4] }, '3.1.3'), plain, [[sparse(5, [0, 3, 4], [1, -0, 0])]]);
    expect(row?.[1]).toEqual(sparse(3, [0, 1, 2], [-0, 1, 0]));
  });

  it('takes names after indices and passes them on', async () => {
    const stage = await slicer({ indices: [4], names: ['f1', 'f0'] });
    expect(scoreRows(stage, schema, [[dense(1, 2, 3, 4, 5)]])[0]?.[1]).toEqual(dense(5, 2, 1));
    expect(knownElements(outputSchema(stage, schema).fields[1]!)?.map(({ name }) => name)).toEqual(['f4', 'f1', 'f0']);
  });

  it.each([
    [{ indices: [1], names: ['f1'] }, schema, 'MODEL_PARAM'],
    [{ names: ['f1'] }, plain, 'INPUT_COLUMN_TYPE'],
    [{ indices: [5] }, schema, 'INPUT_COLUMN_TYPE'],
    [{ indices: [5] }, plain, 'INPUT_VALUE'],
    [{}, plain, 'MODEL_PARAM'],
  ])('refuses %j', async (params, input, code) => {
    const stage = await slicer(params);
    expect(() => scoreRows(stage, input, [[dense(1, 2, 3, 4, 5)]])).toThrow(expect.objectContaining({ code }));
  });
});
