import { defineContainer } from './families/container.ts';

/** Runs its stages in order. Mirrors `PipelineModel.transform`. */
export const pipelineModel = defineContainer('org.apache.spark.ml.PipelineModel');

/** The same, as pyspark saves it when a stage is not backed by the JVM, and as Spark Connect clients do. */
export const pythonPipelineModel = defineContainer('pyspark.ml.pipeline.PipelineModel');
