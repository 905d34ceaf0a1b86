import { ScoringError } from '../core/errors.ts';
import { type LoadOptions, type ModelSource, PipelineModel } from '../pipeline-model.ts';

/** As PipelineModel, and loads from an address: that of a zip, tar or tar.gz archive of a saved directory. */
export class WebPipelineModel extends PipelineModel {
  static override async load(source: string | ModelSource, options: LoadOptions = {}): Promise<PipelineModel> {
    return PipelineModel.load(typeof source === 'string' ? await download(source) : source, options);
  }
}

async function download(address: string): Promise<Uint8Array> {
  const where = { file: address };
  const response = await fetch(address).catch((cause: unknown) => {
    throw new ScoringError('FILE_NOT_FOUND', 'expected an archive at the address, got no answer', where, { cause });
  });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  const code = response.status === 401 || response.status === 403 ? 'FILE_DENIED' : 'FILE_NOT_FOUND';
  throw new ScoringError(code, `expected an archive at the address, got status ${response.status}`, where);
}
