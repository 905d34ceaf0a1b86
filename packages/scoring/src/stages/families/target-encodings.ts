import { doubles, integer } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import type { StoredStage } from '../../core/stage.ts';

/** What was counted of a category: its rows, and of their targets the ones that are 1, or the mean. */
export interface CategoryStatistics {
  readonly count: number;
  readonly target: number;
}

/** The statistics of the categories of one column, and of all its rows under UNSEEN. */
export type ColumnStatistics = ReadonlyMap<number, CategoryStatistics>;

/** The category of whatever is none. */
export const UNSEEN = 2147483647;
/** The category of null. */
export const NULL = -1;

/** Reads a row an encoded column, in the order of `index`, which counts from 0. */
export async function readColumnStatistics(stored: StoredStage): Promise<readonly ColumnStatistics[]> {
  const table = await stored.table('data');
  const columns = new Array<ColumnStatistics | undefined>(table.length).fill(undefined);
  for (let row = 0; row < table.length; row++) {
    const cells = table.row(row);
    const index = integer.parse(cells.index) ?? -1;
    if (index < 0 || index >= columns.length || columns[index] !== undefined) {
      throw new ScoringError('MODEL_DATA', `expected each index from 0 to ${columns.length - 1} once, got ${index}`);
    }
    columns[index] = readStatistics(cells);
  }
  return columns as ColumnStatistics[];
}

function readStatistics(cells: { readonly [column: string]: unknown }): ColumnStatistics {
  const [categories, counts, stats] = ['categories', 'counts', 'stats'].map((name) => doubles.parse(cells[name]));
  if (categories === undefined || counts?.length !== categories.length || stats?.length !== categories.length) {
    throw new ScoringError('MODEL_DATA', 'expected categories, counts and stats of one length in data/, got others');
  }
  const statistics = new Map(categories.map((category, k) => [category, { count: counts[k]!, target: stats[k]! }]));
  if (statistics.has(UNSEEN)) return statistics;
  throw new ScoringError('MODEL_DATA', `expected a category ${UNSEEN} of all rows in data/, got none`);
}
