import { type MessagePort, parentPort } from 'node:worker_threads';
import { createPartScorer, prepareScorer } from '../app/score-part.ts';
import { serveParts } from '../workers/serve-parts.ts';
import { createScoringPorts } from './scoring-ports.ts';

/** The program of a thread of `tinderbox batch`. */
const ports = createScoringPorts();
serveParts(parentPort as MessagePort, (settings) => createPartScorer(ports, settings, prepareScorer(ports, settings)));
