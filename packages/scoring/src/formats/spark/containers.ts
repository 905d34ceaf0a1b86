/** The classes that hold other stages, and the folders in which they keep them. */

import type { Metadata } from './metadata.ts';

/** Paths of the stages inside, relative to the container's folder, in order of execution; undefined where unreadable. */
export type ChildFolders = (metadata: Metadata) => readonly string[] | undefined;

/** More models of one class each than anybody trains; a damaged number must not make as many names of folders. */
const MOST_CLASSES = 10_000;

const bestModel: ChildFolders = () => ['bestModel'];

export const CONTAINERS: ReadonlyMap<string, ChildFolders> = new Map([
  ['org.apache.spark.ml.PipelineModel', pipelineStages],
  ['pyspark.ml.pipeline.PipelineModel', pipelineStages],
  ['org.apache.spark.ml.tuning.CrossValidatorModel', bestModel],
  ['org.apache.spark.ml.tuning.TrainValidationSplitModel', bestModel],
  ['pyspark.ml.tuning.CrossValidatorModel', bestModel],
  ['pyspark.ml.tuning.TrainValidationSplitModel', bestModel],
  ['org.apache.spark.ml.feature.RFormulaModel', () => ['pipelineModel']],
  ['org.apache.spark.ml.classification.OneVsRestModel', classModels],
]);

/**
 * `stages/<i>_<uid>`, i padded to the width of the number of stages. Position and uid name the folder together:
 * uids repeat (RFormula's inner pipeline), and folders of an earlier save may lie beside.
 */
function pipelineStages({ paramMap }: Metadata): readonly string[] | undefined {
  const uids = paramMap.stageUids;
  if (!Array.isArray(uids) || !uids.every((uid) => typeof uid === 'string' && !/[/\\]/.test(uid))) return undefined;
  const width = String(uids.length).length;
  return uids.map((uid, i) => `stages/${String(i).padStart(width, '0')}_${uid}`);
}

/** `model_<i>`, one a class. `classifier/` beside them is the unfitted estimator, which is not read. */
function classModels({ extras }: Metadata): readonly string[] | undefined {
  const { numClasses } = extras;
  if (typeof numClasses !== 'number' || !(numClasses >= 1 && numClasses <= MOST_CLASSES)) return undefined;
  return Array.from({ length: numClasses }, (_, i) => `model_${i}`);
}
