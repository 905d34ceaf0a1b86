import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import type { BatchSettings } from '../app/part.ts';
import { createPartScorer } from '../app/score-part.ts';
import { createNativeEngine } from '../engines/native/native-engine.ts';
import { openReader, openWriter } from '../records/open.ts';
import { serveParts } from '../workers/serve-parts.ts';

/** The program of a thread of `tinderbox batch`. */
const ports = {
  engine: createNativeEngine(),
  openModel: async (path: string) => recogniseSpark(await openLocal(path)),
  openReader,
  openWriter,
};

serveParts(parentPort as MessagePort, createPartScorer(ports, workerData as BatchSettings));
