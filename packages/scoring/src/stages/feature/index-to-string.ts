import { scalarAttribute } from '../../core/attributes.ts';
import { optional, string, strings } from '../../core/codec.ts';
import { wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, type Field, isNumeric } from '../../core/types.ts';
import { inputName, outputName } from '../families/column-pairs.ts';

/**
 * Maps indices, cut to an integer, to labels: its own, or those of the input column's metadata. An index without a
 * label fails the row. Up to Spark 4.0 null stays null and NaN is index 0; from 4.1 both fail.
 * Mirrors `IndexToString.transform`.
 */
export const indexToString = defineStage({
  spark: 'org.apache.spark.ml.feature.IndexToString',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string), labels: optional(strings) },
  sizes: ({ params }) => ({ labels: params.labels?.length ?? 0 }),
  plan(model, input) {
    const field = input.require(inputName(model), 'double');
    if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
    const labels = model.params.labels?.length ? model.params.labels : labelsOf(field);
    const strict = isAtLeast(model.semantics, 4, 1);
    const value = compute([input.castToDouble(field)], () => (index) => {
      if (index === null) {
        if (strict) throw new ScoringError('INPUT_VALUE_NULL', 'expected an index, got null');
        return null;
      }
      const label = labels[Number.isNaN(index) && !strict ? 0 : Math.trunc(index)];
      if (label === undefined) {
        throw new ScoringError('INPUT_VALUE', `expected an index below ${labels.length}, got another number`);
      }
      return label;
    });
    return [addColumn(createField(outputName(model), 'string'), value)];
  },
});

function labelsOf(field: Field): readonly string[] {
  const attribute = scalarAttribute(field);
  if (attribute.type === 'nominal' && attribute.values !== undefined) return attribute.values;
  throw new ScoringError(
    'MODEL_SCHEMA',
    'expected labels in the param labels or in the metadata of the input column, got none',
    { column: field.name },
  );
}
