import type { MessagePort } from 'node:worker_threads';
import { locate } from '@tinderbox/scoring';
import { type Part, type ScorePart, toPlainFailure } from '../app/part.ts';
import type { FromWorker } from './messages.ts';

/** Scores every part that comes through the port, and tells how it went. */
export function serveParts(port: MessagePort, scorePart: ScorePart): void {
  const say = (message: FromWorker) => port.postMessage(message);
  port.on('message', async (part: Part) => {
    try {
      say({ kind: 'result', result: await scorePart(part, (progress) => say({ kind: 'progress', progress })) });
    } catch (error) {
      say({ kind: 'failure', failure: toPlainFailure(locate(error, {})) });
    }
  });
}
