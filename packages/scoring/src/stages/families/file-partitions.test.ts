import { describe, expect, it } from 'vitest';
import { filePartitions } from './file-partitions.ts';

/** Sizes of the files of a table, the files in the order in which Spark 3.5.9 on local[2] reads them, and its partitions. */
const OBSERVED = [
  [[3603499], [0], 1],
  [[10809265], [0], 2],
  [[7206381, 837], [0, 1], 2],
  [[1924, 1926, 1928], [2, 1, 0], 2],
  [[834, 7206367, 3603537, 3603717, 961], [1, 3, 2, 4, 0], 2],
  [[763, 837, 2402554, 2642745, 8407931], [4, 3, 2, 1, 0], 2],
] as const;

describe('filePartitions', () => {
  it.each(OBSERVED)('reads files of %j bytes in the order %j, in %i partitions', (sizes, order, partitions) => {
    const parts = sizes.map((bytes) => ({ rows: 2, bytes }));
    const rows = order.flatMap((file) => [2 * file, 2 * file + 1]);
    expect(filePartitions(parts)).toEqual({ rows, partitions });
  });
});
