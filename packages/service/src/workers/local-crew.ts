import { setImmediate } from 'node:timers/promises';
import { ScoringError } from '@tinderbox/scoring';
import type { Crew, PartResult, ScorePart } from '../app/part.ts';

/**
 * The crew of this thread alone, which looks up from its work at each report: messages and signals come through. Closing
 * ends the part at hand at its next report.
 */
export function createLocalCrew(begin: (...how: Parameters<Crew['begin']>) => ScorePart): Crew {
  let closed = false;
  let current: Promise<PartResult> | undefined;
  let score: ScorePart = () =>
    Promise.reject(new ScoringError('INTERNAL', 'expected to be told how to score, got a part'));
  return {
    begin: (settings, scorer) => {
      score = begin(settings, scorer);
    },
    scorePart: (part, onProgress) => {
      current = score(part, async (progress) => {
        await setImmediate();
        if (closed) throw new ScoringError('CANCELED', 'expected to finish a part, got told to stop');
        await onProgress(progress);
      });
      return current;
    },
    close: async () => {
      closed = true;
      await current?.catch(() => undefined);
    },
  };
}
