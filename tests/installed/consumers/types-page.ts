import { type Files, PipelineModel, type ScoredRow } from '@tinderbox/scoring';

export async function score(archive: Uint8Array, files: Files): Promise<ScoredRow[]> {
  const models: PipelineModel[] = [await PipelineModel.load(archive), await PipelineModel.load(files)];
  // @ts-expect-error A page has no paths.
  await PipelineModel.load('model');
  return models.flatMap((model) => model.transform([{ plan: 'team', seats: 3 }]));
}
