import { optional, string, vector } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { defineQuery, type Query } from '../../core/query.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { createField, structType } from '../../core/types.ts';
import { requireSize, toDense, type Vector } from '../../core/vector.ts';
import { floatNorm } from '../../kernels/float-norm.ts';
import { rowProduct } from '../../kernels/float32.ts';
import { findLargest } from '../../kernels/largest.ts';
import { count } from './extras.ts';
import type { WordVectors } from './word-vectors.ts';

/**
 * The words nearest to a word, itself left out, or to a vector, by cosine similarity. A vector without length is similar
 * to all by 0.0. Of equal similarities the word that is stored first comes first, which Spark leaves open.
 * Mirrors `Word2VecModel.findSynonyms`.
 */
export function findSynonyms(known: WordVectors, sums: SumsProfile): Query {
  return defineQuery({
    takes: { word: optional(string), vector: optional(vector), num: count },
    output: structType([createField('word', 'string'), createField('similarity', 'double', false)]),
    answer({ word, vector: given, num }) {
      const similarities = similaritiesTo(queryVector(known, word, given), known, sums);
      const order = Int32Array.from(known.words, (_, place) => -place);
      return findLargest(similarities, order, num + 1)
        .filter((place) => word === undefined || known.words[place] !== word)
        .slice(0, num)
        .map((place) => [known.words[place], similarities[place]]);
    },
  });
}

function queryVector({ places, vectors, size }: WordVectors, word?: string, given?: Vector): Float32Array {
  if ((word === undefined) === (given === undefined)) {
    throw new ScoringError('INPUT_VALUE', `expected a word or a vector, got ${word === undefined ? 'none' : 'both'}`);
  }
  if (given !== undefined) return Float32Array.from(toDense(requireSize(given, size)));
  const place = places.get(word as string);
  if (place !== undefined) return vectors.slice(place * size, (place + 1) * size);
  throw new ScoringError('INPUT_VALUE_UNSEEN', `expected one of ${places.size} known words, got another`);
}

/** In floats throughout; lengths are made to factors first. */
function similaritiesTo(query: Float32Array, { words, vectors, size }: WordVectors, sums: SumsProfile): Float32Array {
  const norm = floatNorm(sums);
  const product = rowProduct(sums);
  const inverseNorm = (x: Float32Array) => Math.fround(1 / norm(x));
  const inverse = inverseNorm(query);
  if (inverse === Number.POSITIVE_INFINITY) return new Float32Array(words.length);
  const unit = query.map((x) => x * inverse);
  return Float32Array.from(words, (_, place) => {
    const wordInverse = inverseNorm(vectors.subarray(place * size, (place + 1) * size));
    return wordInverse === Number.POSITIVE_INFINITY ? 0 : product(unit, vectors, place * size) * wordInverse;
  });
}
