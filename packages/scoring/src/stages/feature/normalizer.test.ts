import { describe, expect, it } from 'vitest';
import { metadataOf, vectorSize } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { normalizer } from './normalizer.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const withNorm = (p?: unknown) =>
  decodeStage(normalizer, { params: { inputCol: 'v', outputCol: 'unit', ...(p === undefined ? {} : { p }) } });

// Values from Spark 3.5.9.
describe('Normalizer', () => {
  it.each([
    [undefined, dense(3, -4), dense(0.6, -0.8)],
    [1, sparse(4, [0, 2], [1, -3]), sparse(4, [0, 2], [0.25, -0.75])],
    ['Inf', dense(Number.NaN, -8, 2), dense(Number.NaN, -1, 0.25)],
    [3, dense(1, 2, 3, 4), dense(0.2154434690031884, 0.4308869380063768, 0.6463304070095652, 0.8617738760127536)],
    [3, sparse(4, [0, 2], [1, -2.5]), sparse(4, [0, 2], [0.39181354787806394, -0.9795338696951599])],
    // The sum of cubes overflows, or underflows.
    [3, dense(1e308, -1e308, 1e-308, 1e16), dense(0, -0, 0, 0)],
    [3, sparse(4, [1, 3], [0, 5e-324]), sparse(4, [1, 3], [0, 5e-324])],
    [2, sparse(3, [], []), sparse(3, [], [])],
  ] as const)('divides by norm %s, vector %#', async (p, vector, expected) => {
    expect(scoreRows(await withNorm(p), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('passes the size on where it is known', async () => {
    const sized = structType([{ ...createField('v', VECTOR), attributes: vectorSize(4) }]);
    expect(metadataOf(outputSchema(await withNorm(), sized).fields[1]!)).toEqual({ ml_attr: { num_attrs: 4 } });
    expect(metadataOf(outputSchema(await withNorm(), schema).fields[1]!)).toEqual({});
  });

  it('refuses a norm below 1', async () => {
    const stage = await withNorm(0.5);
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });

  it.each([1, 2, 'Inf'])('declares the norm %s exact', async (p) => {
    expect((await withNorm(p)).exactness).toBe('bit');
    expect((await withNorm(3)).exactness).toMatchObject({ ulps: 2 });
  });
});
