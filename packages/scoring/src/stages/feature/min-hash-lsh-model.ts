import { integers } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import type { Vector } from '../../core/vector.ts';
import { jaccardDistance } from '../../kernels/jaccard-distance.ts';
import { HASH_PRIME, minHashes } from '../../kernels/min-hash.ts';
import { hashTableParams, planHashes } from '../families/hash-tables.ts';
import { neighbourQueries } from '../families/near-vectors.ts';

/**
 * Hashes the set of places where a vector is not zero: of each hash function the least value. A vector of zeros fails the
 * row. Mirrors `MinHashLSHModel.transform`.
 */
export const minHashLSHModel = defineStage({
  spark: 'org.apache.spark.ml.feature.MinHashLSHModel',
  exactness: 'bit',
  fitParams: ['numHashTables', 'seed'],
  params: hashTableParams,
  data: { read: readCoefficients },
  sizes: ({ data }) => ({ hashTables: data.length / 2 }),
  queries: ({ data, params }) =>
    neighbourQueries(params.inputCol, () => ({ hash: hashNonZeros(data), distance: jaccardDistance })),
  plan: (model, input) => [planHashes(model, input, () => hashNonZeros(model.data))],
});

function hashNonZeros(coefficients: Int32Array): (vector: Vector) => Float64Array {
  const hash = minHashes(coefficients);
  return (vector) => {
    const hashes = hash(vector);
    if (hashes !== undefined) return hashes;
    throw new ScoringError('INPUT_VALUE', 'expected a vector with an element other than zero, got zeros');
  };
}

/** The two coefficients of each hash function, one pair after the other. */
async function readCoefficients(stored: StoredStage): Promise<Int32Array> {
  const { randCoefficients } = await oneRow({ randCoefficients: integers }).read(stored);
  const fits = randCoefficients.every((x) => x >= 0 && x < HASH_PRIME);
  if (fits && randCoefficients.length % 2 === 0) return Int32Array.from(randCoefficients);
  throw new ScoringError('MODEL_DATA', `expected pairs of coefficients below ${HASH_PRIME} in data/, got others`);
}
