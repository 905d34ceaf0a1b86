import { describe, expect, it } from 'vitest';
import { emptyStage } from '../testing/empty-stage.ts';
import { findStage, findStageWith } from './find-stage.ts';
import type { Stage } from './stage.ts';

const stage = (uid: string, spark: string, more: Partial<Stage> = {}) => emptyStage(uid, { spark, ...more });

const scaler = stage('scaler_1', 'org.apache.spark.ml.feature.StandardScalerModel', { values: ['mean', 'std'] });
const inner = stage('lr_1', 'org.apache.spark.ml.classification.LogisticRegressionModel', { values: ['intercept'] });
const other = stage('lr_2', 'org.apache.spark.ml.classification.LogisticRegressionModel', { values: ['intercept'] });
const tuned = stage('cv_1', 'org.apache.spark.ml.tuning.CrossValidatorModel', { children: [inner] });
const root = stage('pipeline_1', 'org.apache.spark.ml.PipelineModel', { children: [scaler, tuned, other] });

const refused = (message: string) => expect.objectContaining({ code: 'INPUT_VALUE', message });

describe('findStage', () => {
  it.each([
    ['scaler_1', scaler],
    ['StandardScalerModel', scaler],
    ['0', scaler],
    ['-1', other],
    ['lr_1', inner],
    ['pipeline_1', root],
  ])('finds %s', (wanted, expected) => {
    expect(findStage(root, wanted)).toBe(expected);
  });

  it('takes a bare model for its own only stage', () => {
    expect(findStage(scaler, '0')).toBe(scaler);
    expect(findStage(scaler, '-1')).toBe(scaler);
  });

  it.each([
    ['LogisticRegressionModel', 'expected one stage of that uid or class, got 2 (have: lr_1, lr_2)'],
    ['lr', 'expected one stage of that uid or class, got 0 (have: scaler_1, lr_1, cv_1, lr_2, pipeline_1)'],
    ['3', 'expected a stage from 0 to 2, got 3'],
  ])('refuses %s', (wanted, message) => {
    expect(() => findStage(root, wanted)).toThrow(refused(message));
  });
});

describe('findStageWith', () => {
  it('finds the only stage with a value', () => {
    expect(findStageWith(root, 'value', 'mean')).toBe(scaler);
  });

  it.each([
    ['value', 'intercept', 'expected the name of a stage, as 2 have such a value, got none (have: lr_1, lr_2)'],
    ['value', 'trees', 'expected the name of a value, got "trees" (have: mean, std, intercept)'],
    ['query', 'mean', 'expected the name of a query, got "mean" (have: none)'],
  ] as const)('refuses a %s %s', (kind, name, message) => {
    expect(() => findStageWith(root, kind, name)).toThrow(refused(message));
  });
});
