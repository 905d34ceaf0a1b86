import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { BatchSettings } from '../app/part.ts';
import { createPartScorer } from '../app/score-part.ts';
import { serveParts } from '../workers/serve-parts.ts';
import { createScoringPorts } from './scoring-ports.ts';

/** The program of a thread of `tinderbox batch`. */
serveParts(parentPort as MessagePort, createPartScorer(createScoringPorts(), workerData as BatchSettings));
