import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, type StageUnderTest, scoreRows } from '../../testing/run-stage.ts';
import { multilayerPerceptronClassificationModel } from './multilayer-perceptron-classification-model.ts';

const schema = structType([createField('features', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const WEIGHTS = dense(
  1.0407752592181705,
  0.18511962892718037,
  -0.1171141861928584,
  0.9454198162376666,
  -1.473511295509478,
  -1.3518236833785022,
  -1.2926553613462857,
  1.3514807150805024,
);

const fitted = (stage: StageUnderTest = {}) =>
  decodeStage(multilayerPerceptronClassificationModel, {
    params: { layers: [3, 2] },
    tables: { data: [{ weights: WEIGHTS }] },
    ...stage,
  });

describe('MultilayerPerceptronClassificationModel', () => {
  // Answers of Spark 3.5.9.
  it.each([
    [
      [-0.029, -0.139, 0.006],
      [-1.315400039755862, 1.2065879492843075],
      [0.07433104390755879, 0.9256689560924412],
    ],
    [
      [-0.759, 1.503, 1.326],
      [-4.212502382786312, 0.8394226963700911],
      [0.0063563452565968724, 0.9936436547434031],
    ],
    [
      [6.138, 23.251, 3.537],
      [-2.8392082156523295, 19.68830077666776],
      [1.645989852771942e-10, 0.999999999835401],
    ],
  ])('runs %j through its layers', async (features, raw, probability) => {
    const [, ...outputs] = scoreRows(await fitted(), schema, [[dense(...features)]])[0]!;
    expect(outputs).toEqual([dense(...raw), dense(...probability), 1]);
  });

  it('has layers in its data and a prediction only in Spark 2.2', async () => {
    const stage = await fitted({
      savedBy: '2.2.0',
      params: {},
      tables: { data: [{ layers: [3, 2], weights: WEIGHTS }] },
    });
    expect(outputSchema(stage, schema).fields.map((field) => field.name)).toEqual(['features', 'prediction']);
    const empty = new SparseVector(3, new Int32Array(), new Float64Array());
    expect(scoreRows(stage, schema, [[empty]])[0]?.[1]).toBe(1);
  });

  it.each([[[3, 3]], [[3]], [[]], [[3, 0, 2]], [[-1, 2]], [[2 ** 40, 2 ** 40]]])(
    'refuses layers %j for 8 weights',
    async (layers) => {
      const stage = await fitted({ params: { layers } });
      expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    },
  );
});
