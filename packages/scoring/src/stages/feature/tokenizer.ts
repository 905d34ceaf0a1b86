import { optional, string } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { arrayType, createField } from '../../core/types.ts';
import { javaLowerCase } from '../../kernels/java-lower-case.ts';
import { splitLowerCase } from '../../kernels/split-words.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { compileExpression } from '../families/java-expression.ts';

/**
 * Lower-cases and splits at each of Java's six ASCII white-space characters: two in a row give an empty token, empty
 * ones at the end go. A null fails the row. Mirrors `Tokenizer`.
 */
export const tokenizer = defineStage({
  spark: 'org.apache.spark.ml.feature.Tokenizer',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string) },
  data: { read: () => compileExpression('\\s') },
  plan(model, input) {
    const blank = model.data;
    const value = compute([input.text(inputName(model))], () => (text) => blank.split(javaLowerCase(text)), {
      kind: 'split words',
      split: () => splitLowerCase,
    });
    return [addColumn(createField(outputName(model), arrayType('string')), value)];
  },
});
