import { defineBestModel } from '../families/container.ts';

/** Does what its best model does. Mirrors `CrossValidatorModel.transform`. */
export const crossValidatorModel = defineBestModel('org.apache.spark.ml.tuning.CrossValidatorModel', [
  'avgMetrics',
  'stdMetrics',
]);

/** The same, as pyspark saves it when a stage inside is not backed by the JVM. */
export const pythonCrossValidatorModel = defineBestModel('pyspark.ml.tuning.CrossValidatorModel', [
  'avgMetrics',
  'stdMetrics',
]);
