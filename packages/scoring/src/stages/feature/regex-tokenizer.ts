import { boolean, integer, optional, string, withDefault } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { arrayType, createField } from '../../core/types.ts';
import { javaLowerCase } from '../../kernels/java-lower-case.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { readExpression } from '../families/java-expression.ts';

/**
 * Splits at the matches of a Java regular expression, or (gaps false) keeps the matches; tokens of fewer than
 * minTokenLength UTF-16 units go. A null fails the row. Mirrors `RegexTokenizer`.
 */
export const regexTokenizer = defineStage({
  spark: 'org.apache.spark.ml.feature.RegexTokenizer',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    pattern: withDefault(string, '\\s+'),
    gaps: withDefault(boolean, true),
    minTokenLength: withDefault(integer, 1),
    toLowercase: withDefault(boolean, true),
  },
  data: { read: (stored) => readExpression(stored, 'pattern', '\\s+') },
  plan(model, input) {
    const { data: pattern } = model;
    const { gaps, minTokenLength, toLowercase } = model.params;
    const value = compute([input.text(inputName(model))], () => (text) => {
      const subject = toLowercase ? javaLowerCase(text) : text;
      const tokens = gaps ? pattern.split(subject) : pattern.findAll(subject);
      return tokens.filter((token) => token.length >= minTokenLength).map(encodable);
    });
    return [addColumn(createField(outputName(model), arrayType('string')), value)];
  },
});

/** Java encodes half a surrogate pair, which empty matches cut off, as "?". */
function encodable(token: string): string {
  return token.replace(/\p{Cs}/gu, '?');
}
