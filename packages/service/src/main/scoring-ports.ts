import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import type { PredictPorts } from '../app/predict.ts';
import { createNativeEngine } from '../engines/native/native-engine.ts';
import { openReader, openWriter } from '../records/open.ts';

/** What loads models and reads, scores and writes rows: the same in every thread. */
export function createScoringPorts(): PredictPorts {
  return {
    engine: createNativeEngine(),
    openModel: async (path) => recogniseSpark(await openLocal(path)),
    openReader,
    openWriter,
  };
}
