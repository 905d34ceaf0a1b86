import { vectorElements } from '../../core/attributes.ts';
import { boolean, double, optional, string, strings, withDefault } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, VECTOR } from '../../core/types.ts';
import { IndexCounts } from '../../kernels/index-counts.ts';
import { inputName, outputName } from '../families/column-pairs.ts';

/**
 * Counts the terms of the vocabulary, in a sparse vector. minTF below 1 is a share of all terms of the row, unknown
 * and null ones included; a null list fails the row. Mirrors `CountVectorizerModel.transform`.
 */
export const countVectorizerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.CountVectorizerModel',
  exactness: 'bit',
  fitParams: ['maxDF', 'minDF', 'vocabSize'],
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    minTF: withDefault(double, 1),
    binary: withDefault(boolean, false),
  },
  data: oneRow({ vocabulary: strings }),
  sizes: ({ data }) => ({ vocabulary: data.vocabulary.length }),
  values: { vocabulary: ({ data }) => data.vocabulary },
  plan(model, input) {
    const { minTF, binary } = model.params;
    const { vocabulary } = model.data;
    const value = compute([input.tokens(inputName(model))], () => {
      const indices = new Map<string | null, number>(vocabulary.map((term, index) => [term, index]));
      const counts = new IndexCounts(indices.size);
      return (terms) => {
        counts.clear();
        for (const term of terms) {
          const index = indices.get(term);
          if (index !== undefined) counts.add(index);
        }
        return counts.toVector(minTF >= 1 ? minTF : terms.length * minTF, binary);
      };
    });
    const attributes = vectorElements(vocabulary.length, () => vocabulary.map(() => ({ type: 'numeric' as const })));
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes }, value)];
  },
});
