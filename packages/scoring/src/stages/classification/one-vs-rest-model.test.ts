import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { linearSvcModel } from './linear-svc-model.ts';
import { oneVsRestModel } from './one-vs-rest-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const LABEL = '{"ml_attr":{"type":"nominal","name":"fruit","vals":["fig","kiwi","plum"]}}';

/** One model a class: the class's own feature is its margin. */
async function classes(count: number, options: { params?: object; semantics?: string; inner?: object } = {}) {
  const semantics = options.semantics ?? '3.5.9';
  const children = await Promise.all(
    Array.from({ length: count }, (_, i) => {
      const coefficients = dense(...Array.from({ length: count }, (_, k) => (k === i ? 1 : 0)));
      const params = { predictionCol: 'mine', ...options.inner };
      return decodeStage(linearSvcModel, { params, tables: { data: [{ coefficients, intercept: 0 }] }, semantics });
    }),
  );
  const extras = { labelMetadata: LABEL, numClasses: count };
  return decodeStage(oneVsRestModel, { params: { ...options.params }, extras, children, semantics });
}

const predict = async (values: number[], options: Parameters<typeof classes>[1] = {}) =>
  scoreRows(await classes(values.length, options), schema, [[dense(...values)]])[0]?.at(-1);

describe('OneVsRestModel', () => {
  // Answers of Spark 2.4.8, 3.0.3, 3.5.9 and 4.3.0 to ties and to values that are no numbers.
  it.each([
    ['3.5.9', [1, 3, 2], 1],
    ['3.5.9', [2, 2, 2], 0],
    ['3.5.9', [0, 2, 2, 2, 2, 2, 2, 2, 0], 1],
    ['3.0.3', [0, 2, 2, 2, 2, 2, 2, 2, 0], 5],
    ['3.0.3', [2, 2, 2, 2, 2, 2, 2, 2, 0], 0],
    ['2.4.8', [0, 2, 2, 2, 2, 2, 2, 2, 0], 1],
  ])('compares in the order of Spark %s: %j', async (semantics, values, expected) => {
    expect(await predict(values, { semantics })).toBe(expected);
  });

  it.each([
    ['3.5.9', 0],
    ['4.3.0', -1],
  ])('answers as Spark %s where no value is a number', async (semantics, expected) => {
    expect(await predict([Number.NaN, 1, 2], { semantics })).toBe(expected);
  });

  it('gives the raw values of class 1 of each model, whatever its columns are called', async () => {
    const stage = await classes(3, { inner: { rawPredictionCol: '', featuresCol: 'gone' } });
    const [row] = scoreRows(stage, schema, [[dense(0.5, -1, 0)]]);
    expect(row?.[1]).toEqual(dense(0.5, -1, 0));
    expect(row?.[2]).toBe(0);
  });

  it('says of the prediction what was known of the label', async () => {
    const { fields } = outputSchema(await classes(3), schema);
    expect(fields.map(({ name }) => name)).toEqual(['features', 'rawPrediction', 'prediction']);
    expect(metadataOf(fields[2] ?? createField('', 'double'))).toEqual(JSON.parse(LABEL));
  });

  it('leaves out columns without a name', async () => {
    const stage = await classes(3, { params: { rawPredictionCol: '', predictionCol: '' } });
    expect(outputSchema(stage, schema).fields).toHaveLength(1);
  });

  it('refuses a model without classes', async () => {
    await expect(classes(0)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
