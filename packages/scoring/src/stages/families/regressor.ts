import { string, withDefault } from '../../core/codec.ts';
import type { Expression } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { addColumn, type ColumnStep } from '../../core/step.ts';
import { createField } from '../../core/types.ts';

/** Params of every regressor; a predictionCol of "" switches the prediction off. */
export const regressorParams = {
  featuresCol: withDefault(string, 'features'),
  predictionCol: withDefault(string, 'prediction'),
};

/** A column of doubles that are never null; no column where the name is "". */
export interface NumericOutput {
  readonly name: string;
  readonly value: Expression<number>;
  readonly semantics: SparkVersion;
}

/** Adds a numeric output of a regressor. Spark says that it is numeric since 3.0. */
export function planNumeric({ name, value, semantics }: NumericOutput): readonly ColumnStep[] {
  if (name === '') return [];
  const field = createField(name, 'double', false);
  const attributes = { kind: 'scalar' as const, attribute: { type: 'numeric' as const } };
  return [addColumn(isAtLeast(semantics, 3, 0) ? { ...field, attributes } : field, value)];
}
