import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';

const { answerOf, nameOf } = expressionRunner(sqlTransformer);

// Values of Spark 4.3.0.
describe('vectors of floats', () => {
  it.each([
    ['vector_inner_product(array(3F, 4F), array(1F, 2F))', 11],
    ['vector_cosine_similarity(array(3F, 4F), array(1F, 2F))', Math.fround(0.9838699)],
    ['vector_cosine_similarity(array(0F, 0F), array(1F, 2F))', null],
    ['vector_l2_distance(array(3F, 4F), array(1F, 2F))', Math.fround(2.828427)],
    ['vector_norm(array(3F, 4F), 1F)', 7],
    ["vector_norm(array(float('NaN'), -4F), float('infinity'))", Number.NaN],
    ['vector_norm(array(3F, NULL))', null],
    ['vector_normalize(array(3F, 4F))', [0.6, 0.8].map(Math.fround)],
    ['vector_normalize(array(0F, 0F))', null],
    ['vector_normalize(CAST(array() AS ARRAY<FLOAT>))', []],
  ])('%s', async (expression, value) => {
    expect(await answerOf(expression)).toEqual(value);
  });

  it.each([
    ['vector_norm(array(3F), 3F)', 'INVALID_VECTOR_NORM_DEGREE'],
    ['vector_normalize(CAST(array() AS ARRAY<FLOAT>), 3F)', 'INVALID_VECTOR_NORM_DEGREE'],
    ['vector_inner_product(array(1F, NULL), array(2F))', 'VECTOR_DIMENSION_MISMATCH'],
    ['vector_norm(array(3D))', 'ARRAY<FLOAT>'],
    ['vector_norm(array(3F), 1)', 'FLOAT'],
    ['vector_sum(array(3F))', 'aggregate'],
    ['to_time("12:00")', 'UNSUPPORTED_TIME_TYPE'],
  ])('%s fails', async (expression, reason) => {
    await expect(answerOf(expression)).rejects.toThrow(reason);
  });

  it('shows the degree that is not given', async () => {
    expect(await nameOf('vector_norm(array(3F, 4F))')).toBe('vector_norm(array(3.0, 4.0), 2.0)');
  });
});

describe('time_bucket', () => {
  const origin = "TIMESTAMP_NTZ'2020-01-31 00:07:00'";
  it.each([
    ["time_bucket(INTERVAL 7 DAY, TIMESTAMP'1960-01-01 12:00:00')", '1959-12-31 00:00:00'],
    ["time_bucket(INTERVAL 1 MONTH, TIMESTAMP'2024-02-29 13:14:15')", '2024-02-01 00:00:00'],
    [`time_bucket(INTERVAL 1 MONTH, TIMESTAMP_NTZ'2021-02-28 00:06:00', ${origin})`, '2021-01-31 00:07:00'],
    [`time_bucket(INTERVAL 1 MONTH, TIMESTAMP_NTZ'2021-02-28 00:08:00', ${origin})`, '2021-02-28 00:07:00'],
    ["time_bucket(NULL, TIMESTAMP'2024-02-29 13:14:15')", null],
  ])('%s', async (expression, value) => {
    expect(await answerOf(`CAST(${expression} AS STRING)`)).toBe(value);
  });

  it.each(['INTERVAL 0 HOUR', 'INTERVAL -1 HOUR', "'1 hour'"])('has no size %s', async (size) => {
    await expect(answerOf(`time_bucket(${size}, TIMESTAMP'2024-02-29 13:14:15')`)).rejects.toThrow('size');
  });
});
