import type { BatchPorts } from '../app/batch.ts';
import { createOperations } from '../app/create-operations.ts';
import type { Operations } from '../app/operations.ts';
import { createPartScorer } from '../app/score-part.ts';
import { openDataset, type PieceBytes, splitDataset } from '../records/dataset.ts';
import { openDestination } from '../records/destination.ts';
import { readObjects } from '../records/json-objects.ts';
import { inferPartitions } from '../records/partitions.ts';
import { sizeOf } from '../records/size.ts';
import { createLocalSpark } from '../spark/local-spark.ts';
import { createLocalCrew } from '../workers/local-crew.ts';
import { createThreadCrew } from '../workers/thread-crew.ts';
import { createScoringPorts } from './scoring-ports.ts';

/** What the operations take of the process they run in. */
export interface LocalProcess extends Pick<BatchPorts, 'cores' | 'usage'> {
  /** The program of the threads of a batch; without it this thread does all the work. */
  readonly batchWorker?: URL;
  /** All the work of a batch is done by its threads; default some of it here. */
  readonly leavesThreadFree?: boolean;
  /** Path of spark-worker/transform.py. */
  readonly sparkWorker: string;
  /** How small the pieces of large files may be; default what pays. */
  readonly pieceBytes?: PieceBytes | undefined;
}

/** The operations over files of this machine. */
export function createLocalOperations({
  batchWorker,
  leavesThreadFree = false,
  sparkWorker,
  pieceBytes,
  cores,
  usage,
}: LocalProcess): Operations {
  const scoring = createScoringPorts();
  return createOperations({
    ...scoring,
    readObjects,
    openDataset,
    splitDataset: (dataset, options) => splitDataset(dataset, { ...options, pieceBytes }),
    inferPartitions,
    openDestination,
    sizeOf,
    openCrew: (workers) => {
      if (leavesThreadFree && batchWorker !== undefined) return createThreadCrew(batchWorker, workers);
      const here = createLocalCrew((settings, scorer) => createPartScorer(scoring, settings, Promise.resolve(scorer)));
      return workers === 1 || batchWorker === undefined ? here : createThreadCrew(batchWorker, workers - 1, here);
    },
    cores,
    usage,
    spark: createLocalSpark(sparkWorker),
  });
}
