import { knownElements, vectorElements } from '../../core/attributes.ts';
import { mapOf, string } from '../../core/codec.ts';
import { wrongType } from '../../core/columns.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { dropColumns, replaceColumn } from '../../core/step.ts';
import { type Attribute, type Field, isVector, VECTOR } from '../../core/types.ts';

/**
 * Renames the elements of a vector column, text for text, and moves the column to the end. The values stay, null too.
 * A private stage of RFormula's pipelines. Mirrors `VectorAttributeRewriter`.
 */
export const vectorAttributeRewriter = defineStage({
  spark: 'org.apache.spark.ml.feature.VectorAttributeRewriter',
  exactness: 'bit',
  params: {},
  data: oneRow({ vectorCol: string, prefixesToRewrite: mapOf(string, string) }),
  plan({ data }, input) {
    const field = input.require(data.vectorCol, VECTOR);
    if (!isVector(field.type)) throw wrongType(field, 'VECTOR');
    const renamed = renameElements(field, [...data.prefixesToRewrite]);
    return [dropColumns([field.name]), replaceColumn(renamed, input.reference(field))];
  },
});

function renameElements(field: Field, prefixes: readonly (readonly [string, string])[]): Field {
  const elements = knownElements(field);
  if (elements === undefined) return field;
  const rename = (attribute: Attribute): Attribute => {
    if (attribute.name === undefined) return attribute;
    const name = prefixes.reduce((current, [from, to]) => current.replaceAll(from, () => to), attribute.name);
    return { ...attribute, name };
  };
  return { ...field, attributes: vectorElements(elements.length, () => elements.map(rename)) };
}
