import { ScoringError } from '../../core/errors.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { Table } from '../../core/table.ts';
import { count, readExtra } from './extras.ts';
import { nodeColumns, readTreeNodes, type TreeNodes } from './tree-nodes.ts';

export interface TreeEnsemble extends TreeNodes {
  /** The weight of each tree. Forests ignore theirs, which are 1. */
  readonly weights: Float64Array;
}

const PREFIX = 'nodeData.';

/** What is worth knowing of an ensemble. */
export function ensembleSizes({ features, forest }: Pick<TreeEnsemble, 'features' | 'forest'>): {
  readonly [name: string]: number;
} {
  return { features, trees: forest.roots.length, nodes: forest.tests.length };
}

/** Reads several trees of regression from `data` and `treesMetadata`. */
export function readRegressionTrees(stored: StoredStage): Promise<TreeEnsemble> {
  return readTreeEnsemble(stored, 0);
}

/** Reads several trees, and `statsWidth` statistics of each leaf. Mirrors `EnsembleModelReadWrite.loadImpl`. */
export async function readTreeEnsemble(stored: StoredStage, statsWidth: number): Promise<TreeEnsemble> {
  const table = await stored.table('data', nodeColumns(PREFIX, statsWidth));
  const metadata = await stored.table('treesMetadata');
  const trees = readExtra(stored, 'numTrees', count);
  if (metadata.length !== trees) {
    throw new ScoringError('MODEL_DATA', `expected ${trees} trees in treesMetadata/, got ${metadata.length}`);
  }
  const weights = readWeights(metadata);
  return { ...readTreeNodes(stored, { table, prefix: PREFIX, trees, statsWidth }), weights };
}

/** Reads columns by position, treeID and metadata and weights: their names are _1, _2 and _3 from Spark 4.1 on. */
function readWeights(metadata: Table): Float64Array {
  const [treeId, , weight] = metadata.columns;
  if (treeId === undefined || weight === undefined) {
    throw new ScoringError('MODEL_DATA', `expected 3 columns in treesMetadata/, got ${metadata.columns.length}`);
  }
  const [ids, stored] = [metadata.numbers(treeId), metadata.numbers(weight)];
  const weights = new Float64Array(metadata.length);
  const known = new Set<number>();
  for (let row = 0; row < metadata.length; row++) {
    const id = ids[row]!;
    if (!Number.isInteger(id) || id < 0 || id >= weights.length || known.has(id)) {
      throw new ScoringError('MODEL_DATA', `expected each tree id from 0 to ${weights.length - 1} once, got ${id}`);
    }
    known.add(id);
    weights[id] = stored[row]!;
  }
  return weights;
}
