import type { Columns } from '../../core/columns.ts';
import { compute, computeUnlessNull, type Expression } from '../../core/expression.ts';
import { javaDouble, javaFloat } from '../../core/java-text.ts';
import type { Field } from '../../core/types.ts';

/** A string or numeric column as Spark casts it to string: 1.0 is "1.0", the long 1 is "1". null stays null. */
export function castToString(input: Columns, field: Field): Expression<string | null> {
  if (field.type === 'string') return input.reference<string>(field);
  if (field.type === 'double') return computeUnlessNull(input.reference<number>(field), () => javaDouble);
  if (field.type === 'float') return computeUnlessNull(input.reference<number>(field), () => javaFloat);
  return compute([input.reference<unknown>(field)], () => (value) => (value === null ? null : String(value)));
}
