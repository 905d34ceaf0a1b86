import { expect, it } from 'vitest';
import { findPlatformModel } from './platform-model.ts';

it.each([
  ['nothing', {}, false, undefined],
  ['SageMaker’s folder', {}, true, { path: '/opt/ml/model', invocations: 'sagemaker' }],
  ['Azure’s folder', { AZUREML_MODEL_DIR: '/models/1' }, true, { path: '/models/1', invocations: 'mlflow' }],
  ['an empty variable', { AZUREML_MODEL_DIR: '' }, false, undefined],
] as const)('a platform that gives %s', (_, env, exists, found) => {
  expect(findPlatformModel(env, (path) => exists && path === '/opt/ml/model')).toEqual(found);
});
