import { double, matrix } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import type { DenseMatrix } from '../../core/matrix.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, type Model, oneRow, type StoredStage } from '../../core/stage.ts';
import { requireSize, type Vector } from '../../core/vector.ts';
import { bucketsByProduct, bucketsByRow } from '../../kernels/bucketed-projection.ts';
import { directDistance } from '../../kernels/squared-distance.ts';
import { hashTableParams, planHashes } from '../families/hash-tables.ts';
import { neighbourQueries } from '../families/near-vectors.ts';

/**
 * Hashes a vector to the numbers of the buckets into which its projections fall. The rows of the stored matrix are taken
 * for the projections even where Spark before 3.2 stored them in another order, as Spark itself does on loading.
 * Mirrors `BucketedRandomProjectionLSHModel.transform`.
 */
export const bucketedRandomProjectionLSHModel = defineStage({
  spark: 'org.apache.spark.ml.feature.BucketedRandomProjectionLSHModel',
  exactness: 'bit',
  fitParams: ['numHashTables', 'seed'],
  params: { ...hashTableParams, bucketLength: double },
  data: { read: readProjections },
  sizes: ({ data }) => ({ features: data.columns, hashTables: data.rows }),
  queries: (model) =>
    neighbourQueries(model.params.inputCol, () => ({
      hash: hash(model),
      distance: (a, b) => Math.sqrt(directDistance(a, b)),
    })),
  plan(model, input) {
    const { bucketLength } = model.params;
    if (!(bucketLength > 0)) {
      throw new ScoringError('MODEL_PARAM', `expected a length above 0, got ${bucketLength}`, {
        param: 'bucketLength',
      });
    }
    return [planHashes(model, input, () => hash(model))];
  },
});

/** Spark multiplies by the matrix since 3.2, before it took the dot product with each row. */
function hash(model: Model<{ readonly bucketLength: number }, DenseMatrix>): (vector: Vector) => Float64Array {
  const { data, params, sums, semantics } = model;
  const buckets = (isAtLeast(semantics, 3, 2) ? bucketsByProduct : bucketsByRow)(data, params.bucketLength, sums);
  return (vector) => buckets(requireSize(vector, data.columns));
}

async function readProjections(stored: StoredStage): Promise<DenseMatrix> {
  const { randUnitVectors } = await oneRow({ randUnitVectors: matrix }).read(stored);
  if (randUnitVectors.type === 1) return randUnitVectors;
  throw new ScoringError('MODEL_DATA', 'expected a dense matrix in data/, got a sparse one', stored.where);
}
