import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, type StageUnderTest, scoreRows } from '../../testing/run-stage.ts';
import { logisticRegressionModel } from './logistic-regression-model.ts';

const schema = structType([createField('features', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));

/** A binary model of three features as Spark 3.5.9 stored it. */
function binary(params: Record<string, unknown> = {}, rest: StageUnderTest = {}) {
  const row = {
    numClasses: 2,
    numFeatures: 3,
    interceptVector: dense(0),
    coefficientMatrix: { type: 1, numRows: 1, numCols: 3, values: [0.7, -1.3, 0.25], isTransposed: true },
    isMultinomial: false,
  };
  const stage = { savedBy: '3.5.9', tables: { data: [row] }, ...rest, params: { ...params } };
  return decodeStage(logisticRegressionModel, stage);
}

async function answer(stage: Promise<Awaited<ReturnType<typeof binary>>>, features: unknown) {
  const [, ...outputs] = scoreRows(await stage, schema, [[features]])[0]!;
  return outputs.map((value) => (value instanceof DenseVector ? [...value.values] : value));
}

describe('LogisticRegressionModel with one margin', () => {
  // Answers of Spark 3.5.9.
  it.each([
    [[0, 0, 0], [-0, 0], [0.5, 0.5], 1],
    [[1.3, 0.7, 0], [5.329070518200751e-17, -5.329070518200751e-17], [0.5, 0.5], 1],
    [[40, 0, 0], [-28, 28], [6.914400106935423e-13, 0.9999999999993086], 1],
    [[-800, 0, 0], [560, -560], [1, 0], 0],
    [[800, 0, 0], [-560, 560], [6.238642998528377e-244, 1], 1],
  ])('decides %j by a threshold of 0.3', async (features, raw, probability, prediction) => {
    expect(await answer(binary({ threshold: 0.3 }), dense(...features))).toEqual([raw, probability, prediction]);
  });

  it('makes both probabilities by themselves before Spark 3.1', async () => {
    const [, probability] = await answer(binary({}, { semantics: '3.0.3' }), dense(-800, 0, 0));
    expect(probability).toEqual([1, 6.238642998528377e-244]);
  });

  it.each([
    [{ threshold: 0 }, 1],
    [{ threshold: 1 }, 0],
    [{ thresholds: [0.2, 0.8] }, 0],
    [{ thresholds: [0.8, 0.2] }, 1],
    [{ thresholds: [0, 1] }, 0],
    [{ thresholds: [0.2, 0.8], threshold: 0.8 }, 0],
  ])('predicts a margin of 0 under %j, whichever columns are on', async (params, expected) => {
    const columns = [{}, { rawPredictionCol: '' }, { rawPredictionCol: '', probabilityCol: '' }];
    for (const off of columns)
      expect((await answer(binary({ ...params, ...off }), dense(0, 0, 0))).at(-1)).toBe(expected);
  });

  it.each([
    [{ thresholds: [0.2, 0.8], threshold: 0.5 }, 'threshold'],
    [{ thresholds: [0.2, 0.3, 0.5] }, 'thresholds'],
    [{ threshold: 1.5 }, 'threshold'],
  ])('refuses %j', async (params, param) => {
    const stage = await binary(params);
    expect(() => outputSchema(stage, schema)).toThrow(
      expect.objectContaining({ code: 'MODEL_PARAM', where: { stage: 'stage_1', param } }),
    );
  });

  it('reads the vector and the number of Spark 2.0', async () => {
    const data = [{ numClasses: 2, numFeatures: 2, intercept: 0.5, coefficients: sparse(2, [1], [2]) }];
    const stage = binary({}, { savedBy: '2.0.0', tables: { data } });
    expect((await answer(stage, dense(7, 1)))[0]).toEqual([-2.5, 2.5]);
  });

  it('looks only at the features that a sparse row of coefficients names', async () => {
    const matrix = {
      type: 0,
      numRows: 1,
      numCols: 3,
      colPtrs: [0, 1],
      rowIndices: [2],
      values: [4],
      isTransposed: true,
    };
    const row = {
      numClasses: 2,
      numFeatures: 3,
      interceptVector: dense(1),
      coefficientMatrix: matrix,
      isMultinomial: false,
    };
    const stage = binary({}, { tables: { data: [row] } });
    expect((await answer(stage, dense(Number.NaN, 0, 1)))[0]).toEqual([-5, 5]);
  });

  it.each([
    ['two rows', { coefficientMatrix: { type: 1, numRows: 2, numCols: 1, values: [1, 2], isTransposed: true } }],
    ['two intercepts', { interceptVector: dense(1, 2) }],
    [
      'a column-major row',
      { coefficientMatrix: { type: 1, numRows: 1, numCols: 1, values: [1], isTransposed: false } },
    ],
    ['no class', { numClasses: 0 }],
  ])('refuses data with %s', async (_, change) => {
    const matrix = { type: 1, numRows: 1, numCols: 1, values: [1], isTransposed: true };
    const row = {
      numClasses: 2,
      numFeatures: 1,
      interceptVector: dense(0),
      coefficientMatrix: matrix,
      isMultinomial: false,
    };
    const stage = binary({}, { tables: { data: [{ ...row, ...change }] } });
    await expect(stage).rejects.toMatchObject({ code: 'MODEL_DATA' });
  });
});

describe('LogisticRegressionModel with a margin for each class', () => {
  const two = (params: Record<string, unknown> = {}, semantics = '3.5.9') => {
    const values = [
      -1.0255661963866631, -1.4380331385619396, -0.45615036552929356, -1.3462257802231474, -0.5322175138246382,
      0.6970555551508153,
    ];
    const row = {
      numClasses: 2,
      numFeatures: 3,
      interceptVector: dense(1.080288636106808, -1.2505027908286155),
      coefficientMatrix: { type: 1, numRows: 2, numCols: 3, values, isTransposed: true },
      isMultinomial: true,
    };
    return binary(params, { semantics, tables: { data: [row] } });
  };

  // Answers of Spark 3.5.9; the fused sums decide the last bits.
  it.each([
    [dense(1, 2, 3), [-4.189794933991616, -1.5699969332485937], [0.0678750725599891, 0.9321249274400109], 1],
    [dense(0.1, 0.2, 0.3), [0.5532802790969658, -1.2824522050706133], [0.8624432136691423, 0.13755678633085752], 0],
    [sparse(3, [1], [1.5]), [-1.0767610717361014, -2.0488290615655727], [0.7255315000760821, 0.2744684999239179], 0],
  ])('sums as BLAS does: %j', async (features, raw, probability, prediction) => {
    expect(await answer(two(), features)).toEqual([raw, probability, prediction]);
  });

  it('goes by thresholds and not by the threshold', async () => {
    expect((await answer(two({ threshold: 0.99, thresholds: [0.9, 0.1] }), dense(0.1, 0.2, 0.3))).at(-1)).toBe(1);
    expect((await answer(two({ threshold: 0.99 }), dense(0.1, 0.2, 0.3))).at(-1)).toBe(0);
  });

  // Spark 3.5.9 answers NaN beside the first infinite margin, Spark 3.0.3 zeros.
  it('gives the first infinite margin all', async () => {
    const infinite = dense(Number.NEGATIVE_INFINITY, 0, 0);
    expect((await answer(two(), infinite))[1]).toEqual([1, Number.NaN]);
    expect((await answer(two({}, '3.0.3'), infinite))[1]).toEqual([1, 0]);
  });
});
