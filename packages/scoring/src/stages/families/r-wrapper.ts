import { planStages } from '../../core/plan.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { dropColumns } from '../../core/step.ts';

/** The column SparkR keeps the index of the predicted label in, before it is turned back into the label. */
const PREDICTED_INDEX = 'pred_label_idx';

/** A model saved by SparkR's `write.ml`: runs the pipeline, then drops the features column. */
export function defineModelWrapper(name: string) {
  return defineWrapper(name, ['featuresCol']);
}

/** As above; the columns of the indexed label and of the predicted index go too. */
export function defineClassifierWrapper(name: string) {
  return defineWrapper(name, ['featuresCol', 'labelCol'], [PREDICTED_INDEX]);
}

/** Mirrors the `transform` of the classes in org.apache.spark.ml.r. */
function defineWrapper(name: string, params: readonly string[], columns: readonly string[] = []) {
  return defineStage({
    spark: `org.apache.spark.ml.r.${name}`,
    exactness: 'bit',
    params: {},
    data: {
      read: async ({ extras }: StoredStage) =>
        params.flatMap((param) => (typeof extras[param] === 'string' ? extras[param] : [])),
    },
    plan: ({ children, data }, input) => [...planStages(children, input), dropColumns([...columns, ...data])],
  });
}
