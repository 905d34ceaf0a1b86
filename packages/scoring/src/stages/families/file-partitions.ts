import type { TablePart } from '../../core/table.ts';

/** Rows of a table in the order in which Spark reads them, and in how many partitions. */
export interface FilePartitions {
  readonly rows: readonly number[];
  readonly partitions: number;
}

/** Spark's `defaultParallelism`: that of a cluster is never less, that of `local[n]` is n. */
const CORES = 2;
/** Spark's defaults of `spark.sql.files.openCostInBytes` and `spark.sql.files.maxPartitionBytes`. */
const OPEN_COST = 2 ** 22;
const MOST_BYTES = 2 ** 27;

/**
 * What a Spark of two cores makes of the files of a table: it takes them from the largest to the smallest, those of one
 * size by name, and fills partitions one after the other. Of a file that is split the whole counts to where its middle
 * lies, as it has one row group. Mirrors `FilePartition`.
 */
export function filePartitions(parts: readonly TablePart[]): FilePartitions {
  const most = mostBytes(parts);
  const chunks = chunksOf(parts, most).sort((a, b) => b.bytes - a.bytes);
  let partitions = 0;
  let size = Number.POSITIVE_INFINITY;
  for (const { bytes } of chunks) {
    if (size + bytes > most) {
      partitions++;
      size = 0;
    }
    size += bytes + OPEN_COST;
  }
  return { rows: chunks.flatMap(({ rows }) => rows), partitions };
}

function mostBytes(parts: readonly TablePart[]): number {
  const total = parts.reduce((sum, { bytes }) => sum + bytes + OPEN_COST, 0);
  return Math.min(MOST_BYTES, Math.max(OPEN_COST, Math.trunc(total / CORES)));
}

interface Chunk {
  readonly bytes: number;
  readonly rows: readonly number[];
}

function chunksOf(parts: readonly TablePart[], most: number): Chunk[] {
  let first = 0;
  return parts.flatMap(({ rows, bytes }) => {
    const own = Array.from({ length: rows }, (_, i) => first + i);
    first += rows;
    return Array.from({ length: Math.ceil(bytes / most) }, (_, i) => {
      const start = i * most;
      const end = Math.min(start + most, bytes);
      const holdsMiddle = start <= bytes / 2 && bytes / 2 < end;
      return { bytes: end - start, rows: holdsMiddle ? own : [] };
    });
  });
}
