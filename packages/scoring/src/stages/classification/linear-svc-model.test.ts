import { expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { linearSvcModel } from './linear-svc-model.ts';

const schema = structType([createField('features', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));

// Answers of Spark 3.5.9 with a threshold of 1.75.
it.each([
  [[0.1, 0.2, 0.3], [0.015000000000000027, -0.015000000000000027], 0],
  [[1e308, 1e308, 1e308], [3.5000000000000016e307, -3.5000000000000016e307], 0],
  [[40, 0, 0], [-28.1, 28.1], 1],
  [[Number.NaN, 0, 0], [Number.NaN, Number.NaN], 0],
])('LinearSVCModel decides %j by its threshold', async (features, raw, prediction) => {
  const data = [{ coefficients: dense(0.7, -1.3, 0.25), intercept: 0.1 }];
  for (const rawPredictionCol of ['raw', '']) {
    const stage = await decodeStage(linearSvcModel, {
      params: { threshold: 1.75, rawPredictionCol },
      tables: { data },
    });
    const [, ...outputs] = scoreRows(stage, schema, [[dense(...features)]])[0]!;
    expect(outputs).toEqual(rawPredictionCol === '' ? [prediction] : [dense(...raw), prediction]);
  }
});
