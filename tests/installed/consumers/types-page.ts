import { type Files, PipelineModel, type ScoredRow } from '@tinderbox/scoring';

export async function score(archive: Uint8Array, files: Files): Promise<ScoredRow[]> {
  const models: PipelineModel[] = [await PipelineModel.load(archive), await PipelineModel.load(files)];
  models.push(await PipelineModel.load('/models/churn.zip'));
  return models.flatMap((model) => model.transform([{ plan: 'team', seats: 3 }]));
}
