import { vectorSize } from '../../core/attributes.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { createField, type Field, VECTOR } from '../../core/types.ts';

/** A vector column; Spark says its size, where it is known, in the metadata since 3.0. */
export function vectorColumn(name: string, size: number | undefined, semantics: SparkVersion): Field {
  const field = createField(name, VECTOR);
  return size !== undefined && isAtLeast(semantics, 3, 0) ? { ...field, attributes: vectorSize(size) } : field;
}
