import { double, list, vector } from '../../core/codec.ts';
import { defineQuery, type Queries, type Query } from '../../core/query.ts';
import { createField, type Field, structType, VECTOR } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import type { Vector } from '../../core/vector.ts';
import { findLargest } from '../../kernels/largest.ts';
import { count } from './extras.ts';

export interface Neighbourhood {
  /** The buckets of a vector, one of each table. Fails where the vector does not fit. */
  readonly hash: (vector: Vector) => Float64Array;
  readonly distance: (a: Vector, b: Vector) => number;
}

/**
 * What a model of locality-sensitive hashing can be asked. Rows are given as vectors, those of the input column, and
 * answered by their numbers, from 0.
 */
export function neighbourQueries(inputCol: string | undefined, create: () => Neighbourhood): Queries {
  const column = createField(inputCol ?? 'features', VECTOR);
  return {
    approxNearestNeighbors: nearestNeighbours(column, create),
    approxSimilarityJoin: similarityJoin(column, create),
  };
}

/**
 * The rows nearest to a key, of those that share a bucket with it in some table; of equal distances the first row first,
 * which Spark leaves open. Mirrors `LSHModel.approxNearestNeighbors`.
 */
function nearestNeighbours(column: Field, create: () => Neighbourhood): Query {
  return defineQuery({
    takes: { dataset: list(vector), key: vector, numNearestNeighbors: count },
    columns: { dataset: column },
    output: structType([createField('row', 'integer', false), createField('distCol', 'double', false)]),
    answer({ dataset, key, numNearestNeighbors }) {
      const { hash, distance } = create();
      const buckets = hash(key);
      const rows = dataset.flatMap((row, number) => (hash(row).some((b, table) => b === buckets[table]) ? number : []));
      const distances = rows.map((number) => distance(dataset[number]!, key));
      const nearest = findLargest(
        distances.map((d) => -d),
        rows.map((number) => -number),
        numNearestNeighbors,
      );
      return nearest.map((i) => [rows[i]!, distances[i]!]);
    },
  });
}

/**
 * All pairs of rows that share a bucket in some table and are nearer than a threshold, in order of their numbers. A row
 * of Spark is one with its whole content, so equal rows are one there. Mirrors `LSHModel.approxSimilarityJoin`.
 */
function similarityJoin(column: Field, create: () => Neighbourhood): Query {
  return defineQuery({
    takes: { datasetA: list(vector), datasetB: list(vector), threshold: double },
    columns: { datasetA: column, datasetB: column },
    output: structType([
      createField('datasetA', 'integer', false),
      createField('datasetB', 'integer', false),
      createField('distCol', 'double', false),
    ]),
    *answer({ datasetA, datasetB, threshold }): Generator<Row> {
      const { hash, distance } = create();
      const rowsOf = groupByBucket(datasetB.map(hash));
      for (const [a, row] of datasetA.entries()) {
        const shared = new Set(Array.from(hash(row), (bucket, table) => rowsOf[table]?.get(bucket) ?? []).flat());
        for (const b of [...shared].sort((x, y) => x - y)) {
          const apart = distance(row, datasetB[b]!);
          if (apart < threshold) yield [a, b, apart];
        }
      }
    },
  });
}

/** Of each table the numbers of the rows in each bucket. */
function groupByBucket(hashes: readonly Float64Array[]): readonly ReadonlyMap<number, number[]>[] {
  return Array.from(hashes[0] ?? [], (_, table) => {
    const rows = new Map<number, number[]>();
    hashes.forEach((buckets, number) => {
      const bucket = buckets[table]!;
      const found = rows.get(bucket);
      if (found === undefined) rows.set(bucket, [number]);
      else found.push(number);
    });
    return rows;
  });
}
