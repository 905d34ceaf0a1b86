import type { MessagePort } from 'node:worker_threads';
import { locate, ScoringError } from '@tinderbox/scoring';
import { type BatchSettings, type ScorePart, toPlainFailure } from '../app/part.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Scores every part that comes through the port, once told how, and tells how it went. */
export function serveParts(port: MessagePort, begin: (settings: BatchSettings) => ScorePart): void {
  let scorePart: ScorePart = () =>
    Promise.reject(new ScoringError('INTERNAL', 'expected to be told how to score, got a part'));
  const say = (message: FromWorker) => port.postMessage(message);
  port.on('message', async (message: ToWorker) => {
    if (message.kind === 'begin') {
      scorePart = begin(message.settings);
      return;
    }
    try {
      const result = await scorePart(message.part, (progress) => say({ kind: 'progress', progress }));
      say({ kind: 'result', result });
    } catch (error) {
      say({ kind: 'failure', failure: toPlainFailure(locate(error, {})) });
    }
  });
}
