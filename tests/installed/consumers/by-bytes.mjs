// What a page does: scores rows with the bytes of an archive, and needs nothing but the library.
import { PipelineModel } from '@tinderbox/scoring';

export async function score(bytes, rows) {
  const model = await PipelineModel.load(bytes);
  return model.transform(rows);
}
