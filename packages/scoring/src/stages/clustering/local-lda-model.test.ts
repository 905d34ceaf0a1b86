import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { localLdaModel } from './local-lda-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (indices: number[], values: number[]) =>
  new SparseVector(6, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
/** A model fitted by Spark 3.5.9. */
const FITTED = {
  vocabSize: 6,
  topicsMatrix: {
    type: 1,
    numRows: 6,
    numCols: 2,
    isTransposed: false,
    values: [
      2.846114788015482, 1.8062838307565243, 19.21991621780045, 7.551585892184159, 5.163150661623448,
      14.454082256465233, 9.247586662295904, 3.428380696829951, 3.043584076883404, 8.327113138090041,
      2.2210886078430634, 2.6133517065525522,
    ],
  },
  docConcentration: dense(0.5000295327877184, 0.4908627798452348),
  gammaShape: 100,
};
const topics = (data: Record<string, unknown> = {}, params: Record<string, unknown> = {}) =>
  decodeStage(localLdaModel, { params, tables: { data: [{ ...FITTED, ...data }] } });

describe('LocalLDAModel', () => {
  // Answers of Spark 3.5.9.
  it.each([
    [sparse([2, 3, 5], [3, 9, 1]), [0.40162300124856504, 0.598376998751435]],
    [sparse([0, 2, 3, 4], [1, 2, 6, 11]), [0.6419383055839863, 0.3580616944160136]],
    [sparse([0, 1, 2, 3, 4], [3, 1, 6, 6, 5]), [0.490156464323294, 0.5098435356767059]],
    [sparse([], []), [0, 0]],
    [sparse([0], [0]), [0, 0]],
    [dense(0, 0, 0, 0, 0, 0), [0, 0]],
  ])('infers the topics of text %#', async (counts, expected) => {
    expect(scoreRows(await topics(), schema, [[counts]])[0]?.[1]).toEqual(dense(...expected));
  });

  it('fails a row with more terms than the model knows', async () => {
    const stage = await topics();
    expect(() => scoreRows(stage, schema, [[dense(1, 1, 1, 1, 1, 1, 1)]])).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE' }),
    );
  });

  it('names its column as Spark 1.6 did, and refuses none', async () => {
    const { fields } = outputSchema(await topics({}, { topicDistribution: 'mix' }), schema);
    expect(fields[1]?.name).toBe('mix');
    const unnamed = await topics({}, { topicDistributionCol: '' });
    expect(() => outputSchema(unnamed, schema)).toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });

  it.each([[{ vocabSize: 7 }], [{ docConcentration: dense(1) }], [{ gammaShape: 0.5 }]])(
    'refuses parts that do not fit: %j',
    async (data) => {
      await expect(topics(data)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    },
  );
});
