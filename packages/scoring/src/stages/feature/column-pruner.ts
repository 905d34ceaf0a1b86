import { strings } from '../../core/codec.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { dropColumns } from '../../core/step.ts';

/** Drops columns, those that are absent in silence. A private stage of RFormula's pipelines. Mirrors `ColumnPruner`. */
export const columnPruner = defineStage({
  spark: 'org.apache.spark.ml.feature.ColumnPruner',
  exactness: 'bit',
  params: {},
  data: oneRow({ columnsToPrune: strings }),
  plan: ({ data }) => [dropColumns(data.columnsToPrune)],
});
