import { describe, expect, it } from 'vitest';
import { vectorElements } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { vectorIndexerModel } from './vector-indexer-model.ts';

const schema = structType([createField('v', VECTOR)]);
const categoryMaps = new Map([
  [
    0,
    new Map([
      [0, 0],
      [-1, 1],
      [7, 2],
    ]),
  ],
  [
    1,
    new Map([
      [5, 0],
      [10, 1],
    ]),
  ],
]);
const indexer = (handleInvalid: string, savedBy = '3.5.9') =>
  decodeStage(vectorIndexerModel, {
    savedBy,
    params: { inputCol: 'v', outputCol: 'o', handleInvalid },
    tables: { data: [{ numFeatures: 3, categoryMaps }] },
  });
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (indices: number[], values: number[]) =>
  new SparseVector(3, Int32Array.from(indices), Float64Array.from(values));

describe('VectorIndexerModel', () => {
  // Spark 3.5.9 and 4.3.0.
  it('maps categories and keeps the kind', async () => {
    const rows = [[dense(-0, 5, 1)], [sparse([0, 1], [-0, 10])], [sparse([2], [3])]];
    const results = scoreRows(await indexer('error'), schema, rows).map((row) => row[1]);
    expect(results).toEqual([dense(0, 0, 1), sparse([0, 1], [0, 1]), sparse([2], [3])]);
  });

  it('gives unseen values and NaN the index after the last under keep', async () => {
    const rows = [[dense(Number.NaN, 5, 1)], [sparse([0, 1], [9, 10])]];
    const results = scoreRows(await indexer('keep'), schema, rows).map((row) => row[1]);
    expect(results).toEqual([dense(3, 0, 1), sparse([0, 1], [3, 1])]);
    expect(scoreRows(await indexer('skip'), schema, rows)).toEqual([]);
  });

  it.each([
    ['an unseen value', dense(1, 5, 1), 'INPUT_VALUE_UNSEEN'],
    ['another size', dense(1, 5), 'INPUT_VALUE'],
    ['null', null, 'INPUT_VALUE_NULL'],
  ])('fails on %s', async (_, value, code) => {
    const stage = await indexer('error');
    expect(() => scoreRows(stage, schema, [[value]])).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['error', '3.5.9', ['-1.0', '0.0', '7.0'], ['5.0', '10.0']],
    ['keep', '3.5.9', ['-1.0', '0.0', '7.0'], ['5.0', '10.0']],
    ['keep', '4.3.0', ['-1.0', '0.0', '7.0', '__unknown'], ['5.0', '10.0', '__unknown']],
  ])('tells the categories under %s in %s', async (handleInvalid, version, first, second) => {
    const names = ['a', 'b', 'c'];
    const elements = vectorElements(3, () => names.map((name) => ({ type: 'numeric' as const, name })));
    const input = structType([{ ...createField('v', VECTOR), attributes: elements }]);
    const attributes = outputSchema(await indexer(handleInvalid, version), input).fields[1]?.attributes;
    expect(attributes?.kind === 'vector' && attributes.elements?.()).toEqual([
      { type: 'nominal', name: 'a', values: first, ordinal: false },
      second.length === 2
        ? { type: 'binary', name: 'b', values: second }
        : { type: 'nominal', name: 'b', values: second, ordinal: false },
      { type: 'numeric', name: 'c' },
    ]);
  });

  it('refuses features outside of the vector', async () => {
    const data = [{ numFeatures: 1, categoryMaps }];
    const stage = decodeStage(vectorIndexerModel, { params: { inputCol: 'v', outputCol: 'o' }, tables: { data } });
    await expect(stage).rejects.toMatchObject({ code: 'MODEL_DATA' });
  });
});
