import { existsSync } from 'node:fs';
import type { ServeRequest } from '../../app/serve.ts';

/** A model where a platform puts it, and the protocol that goes with that. */
export interface PlatformModel {
  readonly path: string;
  readonly invocations: ServeRequest['invocations'];
}

/** Where SageMaker unpacks the model of a container. */
const SAGEMAKER = '/opt/ml/model';

/** The model that a platform has put in place, for a server that was given none; undefined where there is none. */
export function findPlatformModel(
  { AZUREML_MODEL_DIR: azure }: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean = existsSync,
): PlatformModel | undefined {
  if (azure !== undefined && azure !== '') return { path: azure, invocations: 'mlflow' };
  return exists(SAGEMAKER) ? { path: SAGEMAKER, invocations: 'sagemaker' } : undefined;
}
