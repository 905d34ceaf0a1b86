import { vectorSize } from '../../core/attributes.ts';
import { boolean, integer, optional, string, withDefault } from '../../core/codec.ts';
import { wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import type { WordCount } from '../../core/formula.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import type { StoredElements } from '../../core/stored-elements.ts';
import { arrayType, createField, type Field, VECTOR } from '../../core/types.ts';
import type { Words } from '../../core/words.ts';
import { countIndices } from '../../kernels/count-indices.ts';
import { IndexCounts } from '../../kernels/index-counts.ts';
import { floatingHashes, hashInt, hashLong, hashText, hashTextByteWise, toIndex } from '../../kernels/murmur3.ts';
import { hashWord } from '../../kernels/word-hash.ts';
import { inputName, outputName } from '../families/column-pairs.ts';

const SEED = 42;

/**
 * Counts terms by their hash, in a sparse vector; a null term hashes to the seed, a null list fails the row.
 * A stage that Spark before 3.0 saved keeps the hash of that time, whichever version loads it.
 * Mirrors `HashingTF.transform`.
 */
export const hashingTF = defineStage({
  spark: 'org.apache.spark.ml.feature.HashingTF',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    numFeatures: withDefault(integer, 262144),
    binary: withDefault(boolean, false),
  },
  sizes: ({ params }) => ({ features: params.numFeatures }),
  plan(model, input) {
    const { numFeatures, binary } = model.params;
    if (numFeatures < 1 || numFeatures > 0x7fffffff) {
      throw new ScoringError('MODEL_PARAM', `expected a size from 1 to 2147483647, got ${numFeatures}`, {
        param: 'numFeatures',
      });
    }
    const terms = input.require(inputName(model), arrayType('string'));
    const hashOf = termHash(terms, model.savedBy);
    const value = compute(
      [input.rejectNull<readonly unknown[]>(terms)],
      () => {
        const hash = hashOf();
        const counts = new IndexCounts(numFeatures);
        return (list) => {
          counts.clear();
          for (const term of list) counts.add(toIndex(term === null ? SEED : hash(term as never, SEED), numFeatures));
          return counts.toVector(1, binary);
        };
      },
      wordCount(terms, model),
    );
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes: vectorSize(numFeatures) }, value)];
  },
});

/** The formula for texts under the standard hash. */
function wordCount(
  { type }: Field,
  model: Model<{ numFeatures: number; binary: boolean }, unknown>,
): WordCount | undefined {
  const isText = typeof type === 'object' && type.type === 'array' && type.elementType === 'string';
  if (!isText || !isAtLeast(model.savedBy, 3, 0)) return undefined;
  const { numFeatures: size, binary } = model.params;
  return { kind: 'count words', size, count: () => hashCounter(size, binary) };
}

function hashCounter(size: number, binary: boolean): (words: Words, into: StoredElements) => void {
  let indices = new Int32Array(256);
  return (words, into) => {
    const { count: length } = words;
    if (indices.length < length) indices = new Int32Array(length * 2);
    for (let i = 0; i < length; i++) indices[i] = toIndex(hashWord(words, i, SEED), size);
    countIndices(indices, { length, binary }, into);
  };
}

type TermHash = (term: never, seed: number) => number;

/** How the terms of this column are hashed; made once a program. */
function termHash(field: Field, savedBy: SparkVersion): () => TermHash {
  const { type } = field;
  switch (typeof type === 'object' && type.type === 'array' ? type.elementType : undefined) {
    case 'string':
      return () => (isAtLeast(savedBy, 3, 0) ? hashText : hashTextByteWise);
    case 'boolean':
      return () => (term: boolean, seed: number) => hashInt(term ? 1 : 0, seed);
    case 'byte':
    case 'short':
    case 'integer':
      return () => hashInt;
    case 'long':
      return () => hashLong;
    case 'float':
      return () => floatingHashes().float;
    case 'double':
      return () => floatingHashes().double;
    default:
      throw wrongType(field, 'an ARRAY of STRING, BOOLEAN, an integer type, FLOAT or DOUBLE');
  }
}
