import { compute, type Expression } from '../../core/expression.ts';
import type { Field } from '../../core/types.ts';

/** True for the rows in which no field is null, nor NaN where it is a double or float. Mirrors `df.na.drop(columns)`. */
export function isPresent(fields: readonly Field[]): Expression<boolean> {
  const columns = fields.map(({ name, type }) => ({ kind: 'column' as const, name, type }));
  return compute(
    columns,
    () =>
      (...values: unknown[]) =>
        values.every(hasValue),
  );
}

function hasValue(value: unknown): boolean {
  return value !== null && !Number.isNaN(value);
}
