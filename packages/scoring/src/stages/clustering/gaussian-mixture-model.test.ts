import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { gaussianMixtureModel } from './gaussian-mixture-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const square = (values: readonly number[]) => {
  const size = Math.sqrt(values.length);
  return { type: 1, numRows: size, numCols: size, values, isTransposed: false };
};
/** A model fitted by Spark 3.5.9. */
const FITTED = {
  weights: [0.34305181590492895, 0.34953802383748256, 0.30741016025758844],
  mus: [
    dense(1.0969450374604768, 2.188702449484952),
    dense(1.2804803497228052, 1.88118507791392),
    dense(0.9204242795445918, 1.6317480697505544),
  ],
  sigmas: [
    square([0.572418193345658, 1.168488887969816, 1.168488887969816, 4.039319083226222]),
    square([1.340778681209784, 1.187282884850709, 1.187282884850709, 2.801841396283261]),
    square([1.7415412879006509, 1.3231507930697892, 1.3231507930697892, 1.871700418700297]),
  ],
};
const mixture = (data: Record<string, unknown>, params: Record<string, unknown> = {}) =>
  decodeStage(gaussianMixtureModel, { params, tables: { data: [{ ...data }] } });

describe('GaussianMixtureModel', () => {
  // Answers of Spark 3.5.9.
  it.each([
    [dense(1.88, -0.05), [0.05417840974186254, 0.7947639502219062, 0.15105764003623123], 1],
    [dense(0.52, 2.3), [0.372026237399597, 0.30502783066837125, 0.32294593193203175], 0],
    [dense(1.2, 2.66), [0.4930606467610484, 0.26679923579768455, 0.240140117441267], 0],
  ])('gives shares and the largest of them, vector %#', async (vector, shares, cluster) => {
    const [row] = scoreRows(await mixture(FITTED), schema, [[vector]]);
    expect(row?.slice(1)).toEqual([dense(...shares), cluster]);
  });

  it('spreads a point far from all over the clusters', async () => {
    const [row] = scoreRows(await mixture(FITTED), schema, [[dense(1e6, 1e6)]]);
    expect(row?.slice(1)).toEqual([dense(1 / 3, 1 / 3, 1 / 3), 0]);
  });

  it('takes sparse vectors, NaN, and a covariance without an inverse', async () => {
    const flat = { weights: [1], mus: [dense(1, 2)], sigmas: [square([1, 0, 0, 0])] };
    const sparse = new SparseVector(2, Int32Array.of(1), Float64Array.of(2));
    const [first, second] = scoreRows(await mixture(flat), schema, [[sparse], [dense(Number.NaN, 0)]]);
    expect(first?.slice(1)).toEqual([dense(1), 0]);
    expect(second?.slice(1)).toEqual([dense(Number.NaN), 0]);
  });

  it('adds only the columns that have a name', async () => {
    const names = async (params: Record<string, unknown>) =>
      outputSchema(await mixture(FITTED, params), schema).fields.map(({ name }) => name);
    expect(await names({})).toEqual(['features', 'probability', 'prediction']);
    expect(await names({ probabilityCol: '' })).toEqual(['features', 'prediction']);
    expect(await names({ predictionCol: '' })).toEqual(['features', 'probability']);
  });

  it.each([
    [{ ...FITTED, weights: [1] }],
    [{ ...FITTED, mus: [dense(1), dense(1, 2), dense(1, 2)] }],
    [{ weights: [], mus: [], sigmas: [] }],
  ])('refuses parts that do not fit, %#', async (data) => {
    await expect(mixture(data)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
