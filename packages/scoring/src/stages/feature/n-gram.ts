import { integer, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { arrayType, createField } from '../../core/types.ts';
import { inputName, outputName } from '../families/column-pairs.ts';

/**
 * Joins every n neighbouring terms with a blank; fewer than n terms give none. A null term reads "null", a null list
 * fails the row. Mirrors `NGram`.
 */
export const nGram = defineStage({
  spark: 'org.apache.spark.ml.feature.NGram',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string), n: withDefault(integer, 2) },
  plan(model, input) {
    const { n } = model.params;
    if (n < 1) throw new ScoringError('MODEL_PARAM', `expected a size of 1 or more, got ${n}`, { param: 'n' });
    const value = compute([input.tokens(inputName(model))], () => (terms) => {
      const texts = terms.map(String);
      return Array.from({ length: Math.max(0, texts.length - n + 1) }, (_, i) => texts.slice(i, i + n).join(' '));
    });
    return [addColumn(createField(outputName(model), arrayType('string', false)), value)];
  },
});
