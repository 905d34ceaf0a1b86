import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { aftSurvivalRegressionModel } from './aft-survival-regression-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('features', VECTOR)]);
const data = [{ coefficients: dense(0.7, -1.3, 0.25), intercept: 0.1, scale: 0.8 }];
const fitted = (params: Record<string, unknown>, semantics = '3.5.9') =>
  decodeStage(aftSurvivalRegressionModel, { params, tables: { data }, semantics });

describe('AFTSurvivalRegressionModel', () => {
  // Values from these versions of Spark.
  it.each([
    ['3.5.9', 0.02787237061340385, 0.8243085737517898],
    ['3.0.3', 0.02787237061340385, 0.8243085737517899],
    ['2.4.8', 0.02787237061340387, 0.8243085737517899],
  ])('gives quantiles as Spark %s', async (semantics, first, median) => {
    const stage = await fitted({ quantilesCol: 'quantiles' }, semantics);
    const [row = []] = scoreRows(stage, schema, [[dense(0, 0, 0)]]);
    const quantiles = row[2] as DenseVector;
    expect([row[1], quantiles.values[0], quantiles.values[4]]).toEqual([1.1051709180756477, first, median]);
  });

  it('adds only the columns that have a name', async () => {
    const names = async (params: Record<string, unknown>) =>
      outputSchema(await fitted(params), schema).fields.map(({ name }) => name);
    expect(await names({})).toEqual(['features', 'prediction']);
    expect(await names({ predictionCol: '', quantilesCol: 'q' })).toEqual(['features', 'q']);
    expect(await names({ predictionCol: '', quantilesCol: '' })).toEqual(['features']);
  });

  it('refuses probabilities outside 0 to 1', async () => {
    const stage = await fitted({ quantilesCol: 'q', quantileProbabilities: [0.5, 1] });
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });
});
