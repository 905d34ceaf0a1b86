import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { bisectingKMeansModel } from './bisecting-k-means-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const node = (index: number, center: DenseVector, children: number[] = []) => ({
  index,
  center,
  norm: Math.hypot(...center.values),
  children,
});
const NODES = [node(0, dense(0, 0)), node(1, dense(10, 0)), node(-1, dense(5, 0), [0, 1])];
const tree = (nodes: readonly object[], metadata: Record<string, unknown> = {}) =>
  decodeStage(bisectingKMeansModel, {
    jsons: { 'data/metadata': { rootId: -1, ...metadata } },
    tables: { 'data/data': nodes as readonly { readonly [column: string]: unknown }[] },
  });

// Nodes and answers of Spark 3.5.9.
describe('BisectingKMeansModel', () => {
  it.each([
    [dense(5, 0), 0],
    [dense(5, 3), 0],
    [sparse(2, [0], [5]), 0],
    [dense(5.000000000000001, 0), 1],
    [dense(4.999999999999999, 0), 0],
  ])('takes the first of two as near, vector %#', async (vector, expected) => {
    expect(scoreRows(await tree(NODES), schema, [[vector]])[0]?.[1]).toBe(expected);
  });

  it('goes down the tree, not to the nearest leaf', async () => {
    const stage = await tree([
      node(0, dense(0, 0)),
      node(1, dense(9, 0)),
      node(2, dense(10, 0)),
      node(-2, dense(2, 0), [0, 1]),
      node(-1, dense(5, 0), [-2, 2]),
    ]);
    expect(scoreRows(stage, schema, [[dense(7, 0)]])[0]?.[1]).toBe(2);
    expect(stage.sizes).toEqual({ clusters: 3, features: 2 });
  });

  it.each([
    [dense(Number.NaN, 0), {}],
    [dense(0, 0), { distanceMeasure: 'cosine' }],
    [dense(1, 2, 3), {}],
  ])('fails the row of vector %#', async (vector, metadata) => {
    const stage = await tree([node(-1, dense(1, 1))], metadata);
    expect(() => scoreRows(stage, schema, [[vector]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it.each([
    [[]],
    [[node(-1, dense(1), [-1])]],
    [[node(-1, dense(1), [7])]],
    [[node(-1, dense(1), [0, 0]), node(0, dense(1))]],
    [[node(-1, dense(1), [0]), node(0, dense(1, 2))]],
    [[{ index: -1 }]],
  ])('refuses the nodes %#', async (nodes) => {
    await expect(tree(nodes)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
