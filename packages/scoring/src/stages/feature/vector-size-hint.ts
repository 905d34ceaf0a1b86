import { attributesOf, knownSize, vectorSize } from '../../core/attributes.ts';
import { integer, oneOf, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { keepRows, replaceColumn } from '../../core/step.ts';
import { type ColumnAttributes, createField, type Field, VECTOR } from '../../core/types.ts';
import { requireSize, type Vector } from '../../core/vector.ts';
import { inputName } from '../families/column-pairs.ts';

/**
 * Tells the size of a vector column, in place. Vectors of another size, and null, fail the row, drop it (skip) or pass
 * unseen (optimistic). Mirrors `VectorSizeHint.transform`.
 */
export const vectorSizeHint = defineStage({
  spark: 'org.apache.spark.ml.feature.VectorSizeHint',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    size: integer,
    handleInvalid: withDefault(oneOf('error', 'skip', 'optimistic'), 'error'),
  },
  plan(model, input) {
    const { size, handleInvalid } = model.params;
    const checked = input.vector(inputName(model));
    const field = input.require(inputName(model), VECTOR);
    const hinted = { ...createField(field.name, VECTOR, field.nullable), attributes: hintedAttributes(field, size) };
    const vector = input.reference<Vector>(field);
    if (handleInvalid === 'optimistic') return [replaceColumn(hinted, vector)];
    if (handleInvalid === 'skip') {
      const fits = compute([vector], () => (value) => value !== null && value.size === size);
      return [keepRows(fits), replaceColumn(hinted, vector)];
    }
    return [
      replaceColumn(
        hinted,
        compute([checked], () => (value) => requireSize(value, size)),
      ),
    ];
  },
});

function hintedAttributes(field: Field, size: number): ColumnAttributes {
  const known = knownSize(field);
  if (known === undefined) return vectorSize(size);
  if (known === size) return attributesOf(field) ?? vectorSize(size);
  throw new ScoringError('INPUT_COLUMN_TYPE', `expected a vector column of size ${size}, got one of size ${known}`, {
    column: field.name,
  });
}
