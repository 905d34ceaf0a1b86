import { string, withDefault } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import type { ColumnStep, Step } from '../../core/step.ts';
import { createField, isNumeric } from '../../core/types.ts';

/**
 * Runs the inner pipeline, then adds the label as a double where the formula's label column is there and nothing has
 * made one; a missing label is passed over. Mirrors `RFormulaModel.transform`.
 */
export const rFormulaModel = defineStage({
  spark: 'org.apache.spark.ml.feature.RFormulaModel',
  exactness: 'bit',
  fitParams: ['forceIndexLabel', 'formula', 'stringIndexerOrderType'],
  params: {
    featuresCol: withDefault(string, 'features'),
    labelCol: withDefault(string, 'label'),
    // Passed to the inner stages by fit; transform asks theirs.
    handleInvalid: withDefault(string, 'error'),
  },
  data: oneRow({ label: string }),
  plan(model, input) {
    const { featuresCol, labelCol } = model.params;
    const [pipeline] = model.children;
    if (pipeline === undefined) throw new ScoringError('MODEL_INCOMPLETE', 'expected a folder pipelineModel, got none');
    if (input.find(featuresCol) !== undefined) {
      throw new ScoringError('INPUT_COLUMN_EXISTS', 'expected no column of that name, got one', {
        column: featuresCol,
      });
    }
    const label = input.find(labelCol);
    if (label !== undefined && !isNumeric(label.type)) throw wrongType(label, 'a numeric type');
    const steps = pipeline.plan(input);
    return [...steps, ...labelSteps(input.after(steps), { name: model.data.label, labelCol })] satisfies Step[];
  },
});

function labelSteps(columns: Columns, label: { name: string; labelCol: string }): ColumnStep[] {
  const { name, labelCol } = label;
  if (name === '' || name === labelCol || columns.find(labelCol) !== undefined) return [];
  const field = columns.requireIfPresent(name, 'double');
  if (field === undefined) return [];
  if (!isNumeric(field.type) && field.type !== 'boolean') throw wrongType(field, 'a numeric type or BOOLEAN');
  return [
    { kind: 'column', field: createField(labelCol, 'double'), value: columns.castToDouble(field), skippable: true },
  ];
}
