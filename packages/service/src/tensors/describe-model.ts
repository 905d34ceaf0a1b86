import type { ServedModel, Serving } from '../app/serving.ts';
import { type ColumnTensor, describeTensors } from './column-datatype.ts';

/** The metadata of a model: what a client must send and gets. */
export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly ColumnTensor[];
  readonly outputs: readonly ColumnTensor[];
}

export function describeModel(serving: Serving, { name, input, output }: ServedModel): ModelMetadata {
  const versions = serving.models().filter((model) => model.name === name);
  return {
    name,
    versions: versions.map(({ version }) => version),
    platform: 'spark_ml',
    inputs: describeTensors(input),
    outputs: describeTensors(output),
  };
}
