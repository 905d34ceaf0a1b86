/** The entry for Node: everything of the library, and models by path. */

export * from '../index.ts';
export { openLocal } from './open-local.ts';
export { NodePipelineModel as PipelineModel } from './pipeline-model.ts';
