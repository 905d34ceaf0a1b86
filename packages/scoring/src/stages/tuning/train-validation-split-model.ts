import { defineBestModel } from '../families/container.ts';

/** Does what its best model does. Mirrors `TrainValidationSplitModel.transform`. */
export const trainValidationSplitModel = defineBestModel('org.apache.spark.ml.tuning.TrainValidationSplitModel', [
  'validationMetrics',
]);

/** The same, as pyspark saves it when a stage inside is not backed by the JVM. */
export const pythonTrainValidationSplitModel = defineBestModel('pyspark.ml.tuning.TrainValidationSplitModel', [
  'validationMetrics',
]);
