import { vectorSize } from '../../core/attributes.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { createField, type Field, VECTOR } from '../../core/types.ts';

/** A vector column of known size; Spark says the size in its metadata since 3.0. */
export function vectorColumn(name: string, size: number, semantics: SparkVersion): Field {
  const field = createField(name, VECTOR);
  return isAtLeast(semantics, 3, 0) ? { ...field, attributes: vectorSize(size) } : field;
}
