/** The entry for browsers and other hosts with fetch: everything of the library, and models by address. */

export * from '../index.ts';
export { WebPipelineModel as PipelineModel } from './pipeline-model.ts';
