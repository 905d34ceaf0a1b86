import { type LoadOptions, type ModelSource, PipelineModel } from '../pipeline-model.ts';
import { openLocal } from './open-local.ts';

/** As PipelineModel, and loads from a path of the local file system: a saved directory or an archive of it. */
export class NodePipelineModel extends PipelineModel {
  static override async load(source: string | ModelSource, options: LoadOptions = {}): Promise<PipelineModel> {
    return PipelineModel.load(typeof source === 'string' ? await openLocal(source) : source, options);
  }
}
