import { integer, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { findSynonyms } from '../families/synonyms.ts';
import { vectorColumn } from '../families/vector-column.ts';
import { readWordVectors, vectorsQuery } from '../families/word-vectors.ts';

/**
 * The mean of the vectors of the words. A word that is not known, or null, counts as zeros; no words at all give a
 * sparse vector without entries; a null list fails the row. Mirrors `Word2VecModel.transform`.
 */
export const word2VecModel = defineStage({
  spark: 'org.apache.spark.ml.feature.Word2VecModel',
  exactness: 'bit',
  fitParams: ['maxIter', 'maxSentenceLength', 'minCount', 'numPartitions', 'seed', 'stepSize', 'windowSize'],
  params: { inputCol: optional(string), outputCol: optional(string), vectorSize: withDefault(integer, 100) },
  data: { read: readWordVectors },
  sizes: ({ data }) => ({ words: data.words.length, vectorSize: data.size }),
  queries: ({ data, sums }) => ({ getVectors: vectorsQuery(data), findSynonyms: findSynonyms(data, sums) }),
  plan(model, input) {
    const { places, vectors, size } = model.data;
    const { vectorSize } = model.params;
    if (size !== vectorSize) {
      throw new ScoringError('MODEL_DATA', `expected vectors of size ${vectorSize} in data/, got size ${size}`);
    }
    const mean = compute([input.tokens(inputName(model))], () => {
      const none = new SparseVector(size, new Int32Array(), new Float64Array());
      return (words) => {
        if (words.length === 0) return none;
        const sum = new Float64Array(size);
        for (const word of words) {
          const place = word === null ? undefined : places.get(word);
          if (place === undefined) continue;
          for (let i = 0; i < size; i++) sum[i]! += vectors[place * size + i]!;
        }
        const factor = 1 / words.length;
        for (let i = 0; i < size; i++) sum[i]! *= factor;
        return new DenseVector(sum);
      };
    });
    return [addColumn(vectorColumn(outputName(model), size, model.semantics), mean)];
  },
});
