import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { generalizedLinearRegressionModel } from './generalized-linear-regression-model.ts';

const schema = structType([createField('features', VECTOR), createField('exposure', 'double')]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const { NaN: nan, MAX_VALUE: most } = Number;

const fitted = (params: Record<string, unknown>, coefficients = dense(1), intercept = 0) =>
  decodeStage(generalizedLinearRegressionModel, {
    savedBy: '3.5.9',
    params: { ...params, linkPredictionCol: 'eta' },
    tables: { data: [{ coefficients, intercept }] },
  });

describe('GeneralizedLinearRegressionModel', () => {
  // Answers of Spark 3.5.9: the mean for a linear predictor.
  it.each([
    [{ family: 'Binomial', link: 'probit' }, -2.3, 0.010724110021675781],
    [{ family: 'binomial', link: 'probit' }, 1.7, 0.9554345372414568],
    [{ family: 'binomial', link: 'probit' }, -8.5, 1e-16],
    [{ family: 'binomial', link: 'probit' }, 800, 0.9999999999999999],
    [{ family: 'tweedie', variancePower: 1.5, linkPower: 0.3 }, 0.1, 4.6415888336127784e-4],
    [{ family: 'tweedie', variancePower: 1.5, linkPower: 0.3 }, 36, 154054.71772442778],
    [{ family: 'tweedie', variancePower: 1.5, linkPower: 0.3 }, -5, nan],
    [{ family: 'tweedie', variancePower: 1.5, linkPower: 0.3 }, 0, 1e-16],
    [{ family: 'tweedie', variancePower: 1, link: 'inverse' }, 0, 1],
    [{ family: 'gaussian', linkPower: 3 }, -2, -2],
    [{ family: 'poisson' }, 710, most],
  ])('%j makes of %d the mean %d', async (params, eta, mean) => {
    expect(scoreRows(await fitted(params), schema, [[dense(eta), 0]])[0]?.slice(2)).toEqual([eta, mean]);
  });

  it.each([
    [{ family: 'binomial' }, 'bit'],
    [{ family: 'tweedie', variancePower: 1.5, linkPower: 0.5 }, 'bit'],
    [{ family: 'binomial', link: 'probit' }, { ulps: 2 }],
    [{ family: 'tweedie', variancePower: 1.5 }, { ulps: 2 }],
  ])('declares of %j the exactness %j', async (params, exactness) => {
    const { exactness: declared } = await fitted(params);
    expect({ declared }).toMatchObject({ declared: exactness });
  });

  // Answers of Spark 3.5.9.
  it.each([
    [dense(1, 2, 3), 0.5, -0.4500000000000002, 0.6376281516217732],
    [dense(0.1, 0.2, 0.3), -0, 0.08499999999999998, 1.0887170666983987],
    [new SparseVector(3, Int32Array.of(1), Float64Array.of(2)), 1000, 997.6, most],
    [dense(1, 1, 1), nan, nan, nan],
    [dense(1, 2, 3), null, null, null],
  ])('adds the offset to %j: %d', async (features, exposure, eta, mean) => {
    const stage = await fitted({ family: 'poisson', offsetCol: 'exposure' }, dense(0.7, -1.3, 0.25), 0.2);
    expect(scoreRows(stage, schema, [[features, exposure]])[0]?.slice(2)).toEqual([eta, mean]);
    expect(
      outputSchema(stage, schema)
        .fields.slice(2)
        .map((field) => field.nullable),
    ).toEqual([true, true]);
  });

  it('refuses an unknown family', async () => {
    await expect(fitted({ family: 'cauchy' })).rejects.toMatchObject({ code: 'MODEL_PARAM' });
  });
});
