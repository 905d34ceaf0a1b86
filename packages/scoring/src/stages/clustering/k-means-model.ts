import { integer, list, string, vector, withDefault } from '../../core/codec.ts';
import { ScoringError, type Where } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import type { Table } from '../../core/table.ts';
import { createField } from '../../core/types.ts';
import { requireSize, type Vector } from '../../core/vector.ts';
import { type NearestCentre, nearestByNorms, nearestByTriangles } from '../../kernels/nearest-centre.ts';
import { withNorm } from '../../kernels/squared-distance.ts';
import { featureVector } from '../families/feature-vector.ts';
import { clusteringFit } from '../families/fit-params.ts';

/**
 * The index of the nearest centre, the first of equals. Always by Euclidean distance, also where cosine was asked for:
 * loading drops that param. Null, another size, and mostly NaN since Spark 3.1, fail the row. Mirrors `KMeansModel.predict`.
 */
export const kMeansModel = defineStage({
  spark: 'org.apache.spark.ml.clustering.KMeansModel',
  exactness: 'bit',
  fitParams: [...clusteringFit, 'initMode', 'initSteps', 'intermediateStorageLevel', 'maxBlockSizeInMB', 'solver'],
  params: {
    featuresCol: withDefault(string, 'features'),
    predictionCol: withDefault(string, 'prediction'),
    distanceMeasure: withDefault(string, 'euclidean'),
  },
  data: { read: readCentres },
  sizes: ({ data }) => ({ clusters: data.length, features: data[0]!.size }),
  values: { numFeatures: ({ data }) => data[0]!.size, clusterCenters: ({ data }) => data },
  plan(model, input) {
    const { data, params, semantics } = model;
    const { size } = data[0]!;
    const nearest = compute([featureVector(input, params.featuresCol)], () => {
      const find = nearestOf(data, semantics);
      return (features) => find(withNorm(requireSize(features, size)));
    });
    const field = createField(params.predictionCol, 'integer', false);
    const attribute = { type: 'nominal' as const, cardinality: data.length };
    const attributes = isAtLeast(semantics, 3, 0) ? { attributes: { kind: 'scalar' as const, attribute } } : {};
    return [addColumn({ ...field, ...attributes }, nearest)];
  },
});

/** Spark 3.1 and later keep a table of distances between the centres while it is small, and then refuse NaN. */
function nearestOf(centres: readonly Vector[], semantics: SparkVersion): NearestCentre {
  const normed = centres.map(withNorm);
  const count = centres.length;
  const hasTable = isAtLeast(semantics, 3, 1) && count < 1000 && count * count * centres[0]!.size < 1e6;
  if (!hasTable) return nearestByNorms(normed, !isAtLeast(semantics, 3, 0));
  const find = nearestByTriangles(normed);
  return (point) => {
    if (Number.isNaN(point.norm)) throw new ScoringError('INPUT_VALUE', 'expected numbers, got NaN');
    return find(point);
  };
}

/** The centres in order of index: one row each, in Spark 1.6 one row with a list. */
async function readCentres(stored: StoredStage): Promise<readonly Vector[]> {
  const table = await stored.table('data');
  const centres = table.columns.includes('clusterCenters')
    ? (await oneRow({ clusterCenters: list(vector) }).read(stored)).clusterCenters
    : readRows(table, stored.where);
  const [first] = centres;
  if (first !== undefined && centres.every(({ size }) => size === first.size)) return centres;
  throw new ScoringError('MODEL_DATA', `expected centres of one size, got ${centres.length} others`, stored.where);
}

function readRows(table: Table, where: Where): readonly Vector[] {
  const centres: Vector[] = [];
  for (let i = 0; i < table.length; i++) {
    const { clusterIdx, clusterCenter } = table.row(i);
    const index = integer.parse(clusterIdx);
    const centre = vector.parse(clusterCenter);
    if (index === undefined || centre === undefined || index < 0 || index >= table.length || index in centres) {
      throw new ScoringError('MODEL_DATA', `expected clusterIdx 0 to ${table.length - 1}, each with a centre`, where);
    }
    centres[index] = centre;
  }
  return centres;
}
