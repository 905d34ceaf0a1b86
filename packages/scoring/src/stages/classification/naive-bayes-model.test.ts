import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { naiveBayesModel } from './naive-bayes-model.ts';

const schema = structType([createField('features', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const matrix = (...values: number[]) => ({ type: 1, numRows: 3, numCols: 3, values, isTransposed: true });
const NONE = { type: 1, numRows: 0, numCols: 0, values: [], isTransposed: false };

// Three models as Spark 3.5.9 fitted and stored them.
const MODELS = {
  bernoulli: {
    pi: dense(-1.056052674249314, -1.056052674249314, -1.1895840668738364),
    theta: matrix(
      -0.810930216216329,
      -0.5877866649021193,
      -0.810930216216329,
      -0.5877866649021193,
      -0.810930216216329,
      -0.810930216216329,
      -0.6931471805599452,
      -0.6931471805599452,
      -0.6931471805599452,
    ),
    sigma: NONE,
  },
  complement: {
    pi: dense(-1.0986122886681098, -1.0986122886681098, -1.0986122886681098),
    theta: matrix(
      1.0586069540544103,
      0.6729444732424259,
      1.9459101490553132,
      0.9267620317414509,
      0.7801585575495751,
      1.925290861852578,
      1.037987666851675,
      0.6931471805599454,
      1.925290861852578,
    ),
    sigma: NONE,
  },
  gaussian: {
    pi: dense(-1.0498221244986778, -1.1239300966523995, -1.1239300966523995),
    theta: matrix(
      -0.15571428571428578,
      0.01785714285714287,
      -0.3328571428571429,
      0.04846153846153848,
      1.6030769230769228,
      0.11923076923076925,
      1.0669230769230769,
      2.876153846153846,
      1.1392307692307693,
    ),
    sigma: matrix(
      1.0062816351766122,
      0.8245454106868162,
      0.8073346964011021,
      0.9758899433519534,
      0.8665597658371618,
      1.00008402619219,
      1.5990520735294684,
      1.7445313634702977,
      0.531622487730651,
    ),
  },
};

type ModelType = keyof typeof MODELS;

const fitted = (modelType: ModelType, savedBy = '3.5.9') =>
  decodeStage(naiveBayesModel, { savedBy, params: { modelType }, tables: { data: [MODELS[modelType]] } });

describe('NaiveBayesModel', () => {
  // Answers of Spark 3.5.9.
  it.each<[ModelType, DenseVector | SparseVector, number[], number[], number]>([
    [
      'bernoulli',
      dense(0, 1, 1),
      [-3.042556220269881, -3.4888433228983002, -3.2690256085536724],
      [0.41028271043015574, 0.2625809346752997, 0.32713635489454457],
      0,
    ],
    [
      'complement',
      dense(1, 2, 3),
      [-1.0918369364658655, -1.0711115517727325, -1.1339086706417678],
      [0.33559945227547966, 0.3426274575162473, 0.32177309020827305],
      1,
    ],
    [
      'complement',
      new SparseVector(3, Int32Array.of(1), Float64Array.of(4)),
      [-1.2863818141383816, -0.8575254769097849, -1.2055709848683036],
      [0.2762685679422452, 0.42421050329732884, 0.299520928760426],
      1,
    ],
    [
      'gaussian',
      dense(1, 2, 3),
      [-10.774998039652832, -5.744025889136853, -4.798887587414123],
      [0.0018248607081684173, 0.2793528869410531, 0.7188222523507785],
      2,
    ],
  ])('scores as %s', async (modelType, features, raw, probability, prediction) => {
    const [, ...outputs] = scoreRows(await fitted(modelType), schema, [[features]])[0]!;
    expect(outputs).toEqual([dense(...raw), dense(...probability), prediction]);
  });

  it.each<[ModelType, number, string]>([
    ['bernoulli', 0.5, '3.5.9'],
    ['bernoulli', Number.NaN, '3.5.9'],
    ['bernoulli', 2, '2.4.8'],
    ['complement', -1, '3.5.9'],
    ['complement', Number.NaN, '3.5.9'],
  ])('fails a row of %s with %d in Spark %s', async (modelType, value, savedBy) => {
    const stage = await fitted(modelType, savedBy);
    const score = () => scoreRows(stage, schema, [[dense(value, 0, 0)]]);
    expect(score).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('takes negative values in Spark 2', async () => {
    const stage = await decodeStage(naiveBayesModel, { savedBy: '2.4.8', tables: { data: [MODELS.complement] } });
    expect(scoreRows(stage, schema, [[dense(-1, 0, 0)]])).toHaveLength(1);
  });

  it('refuses a gaussian model without variances', async () => {
    const data = [{ ...MODELS.gaussian, sigma: NONE }];
    const stage = await decodeStage(naiveBayesModel, { params: { modelType: 'gaussian' }, tables: { data } });
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });

  it('refuses more priors than rows', async () => {
    const data = [{ ...MODELS.bernoulli, pi: dense(1, 2) }];
    await expect(decodeStage(naiveBayesModel, { tables: { data } })).rejects.toMatchObject({ code: 'MODEL_DATA' });
  });
});
