import { attributesOf, vectorElements } from '../../core/attributes.ts';
import { ScoringError } from '../../core/errors.ts';
import type { ColumnAttributes, Field } from '../../core/types.ts';

/** The categories of an indexed column; without `names` they are known by number only. */
export interface Categories {
  readonly count: number;
  readonly names?: readonly string[];
}

/**
 * The categories that the metadata of a column tells; undefined where it says nothing. A column known to be continuous
 * does not fit. Mirrors `OneHotEncoderCommon.genOutputAttrNames`.
 */
export function categoriesOf(field: Field): Categories | undefined {
  const attributes = attributesOf(field);
  if (attributes?.kind !== 'scalar') return undefined;
  const { type, values, cardinality } = attributes.attribute;
  if (type === 'numeric') {
    throw new ScoringError('MODEL_SCHEMA', 'expected a column of category indices, got a continuous one', {
      column: field.name,
    });
  }
  if (values !== undefined) return { count: values.length, names: values };
  const count = type === 'binary' ? 2 : cardinality;
  return count === undefined ? undefined : { count };
}

/** The size of the vector without its last element, which needs two categories or more. */
export function sizeWithoutLast({ count }: Categories, column: string): number {
  if (count > 1) return count - 1;
  throw new ScoringError('MODEL_SCHEMA', `expected two categories or more, got ${count}`, { column });
}

/**
 * The attributes of a one-hot vector: a binary element a category; one past the last category is for invalid values.
 * Spark refuses an element with an empty name, so a label "" does not fit.
 */
export function oneHotAttributes({ count, names }: Categories, size: number, column: string): ColumnAttributes {
  if (names?.slice(0, size).includes('') === true) {
    throw new ScoringError('MODEL_SCHEMA', 'expected categories with names, got one without', { column });
  }
  const nameOf = (index: number) => (index === count ? 'invalidValues' : (names?.[index] ?? String(index)));
  return vectorElements(size, () =>
    Array.from({ length: size }, (_, index) => ({ type: 'binary' as const, name: nameOf(index) })),
  );
}
