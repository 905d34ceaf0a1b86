import { type Columns, wrongType } from '../../core/columns.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { type DataType, isVector, VECTOR } from '../../core/types.ts';
import { DenseVector, type Vector } from '../../core/vector.ts';

/**
 * The features of a clustering model: a vector, or an array of doubles or floats that can hold no null. A null fails
 * the row. Mirrors `DatasetUtils.columnToVector`.
 */
export function featureVector(input: Columns, name: string): Expression<Vector> {
  const field = input.require(name, VECTOR);
  if (isVector(field.type)) return input.vector(name);
  if (!isNumberArray(field.type)) throw wrongType(field, 'VECTOR, or ARRAY<DOUBLE> or ARRAY<FLOAT> without nulls');
  return compute([input.rejectNull<readonly number[]>(field)], () => (numbers) => {
    return new DenseVector(Float64Array.from(numbers));
  });
}

function isNumberArray(type: DataType): boolean {
  if (typeof type === 'string' || type.type !== 'array' || type.containsNull) return false;
  return type.elementType === 'double' || type.elementType === 'float';
}
