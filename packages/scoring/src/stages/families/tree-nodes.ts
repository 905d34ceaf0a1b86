import { integer } from '../../core/codec.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { NumberLists, Table } from '../../core/table.ts';
import type { Forest } from '../../kernels/forest.ts';
import { readExtra } from './extras.ts';
import { damaged, ForestPacker, type Places } from './forest-packer.ts';

/** Trees as Spark stored them, checked. */
export interface TreeNodes {
  /** The size of the vectors that the trees were fitted to. */
  readonly features: number;
  readonly forest: Forest;
  /** `prediction` of each leaf, by number of the leaf. */
  readonly predictions: Float64Array;
  /** `impurityStats` of each leaf, `statsWidth` numbers each, one after the other. */
  readonly leafStats: Float64Array;
}

/** Where the nodes stand: a table of one tree, or of several by `treeID`. */
export interface NodeTable {
  readonly table: Table;
  /** What the names of the columns begin with: `nodeData.` in an ensemble. */
  readonly prefix: '' | 'nodeData.';
  readonly trees: number;
  /** How many `impurityStats` a leaf has; 0 where they are not read. */
  readonly statsWidth: number;
}

type Prefix = NodeTable['prefix'];

/** The columns of a table of nodes that are read: the others are for fit, and cost as much to decode. */
export function nodeColumns(prefix: Prefix, statsWidth: number): readonly string[] {
  const names = [
    'id',
    'prediction',
    'leftChild',
    'rightChild',
    'split',
    ...(statsWidth === 0 ? [] : ['impurityStats']),
  ];
  return [...(prefix === '' ? [] : ['treeID']), ...names.map((name) => prefix + name)];
}

/**
 * Reads NodeData rows, in whatever order they stand. Within a tree the ids must be those of a walk in pre-order, as
 * Spark writes them: this rules out cycles, shared and lost nodes. Mirrors `DecisionTreeModelReadWrite`.
 */
export function readTreeNodes(stored: StoredStage, source: NodeTable): TreeNodes {
  const { table, prefix, statsWidth } = source;
  const features = readExtra(stored, 'numFeatures', integer);
  const places = placeNodes(source);
  const columns = {
    leftChild: table.numbers(`${prefix}leftChild`),
    rightChild: table.numbers(`${prefix}rightChild`),
    feature: table.numbers(`${prefix}split.featureIndex`),
    arity: table.numbers(`${prefix}split.numCategories`),
    leftCategoriesOrThreshold: table.numberLists(`${prefix}split.leftCategoriesOrThreshold`),
  };
  const { forest, leafRows } = new ForestPacker(columns, places, features).pack();
  const predictions = table.numbers(`${prefix}prediction`);
  return {
    features,
    forest,
    predictions: Float64Array.from(leafRows, (row) => predictions[row]!),
    leafStats:
      statsWidth === 0
        ? new Float64Array()
        : gatherLists(table.numberLists(`${prefix}impurityStats`), leafRows, statsWidth),
  };
}

/** Where each node stands, by its tree and its id. Fails with MODEL_DATA where ids are missing or met twice. */
export function placeNodes({ table, prefix, trees }: Omit<NodeTable, 'statsWidth'>): Places {
  const ids = table.numbers(`${prefix}id`);
  const treeOf = prefix === '' ? new Uint8Array(table.length) : table.numbers('treeID');
  const starts = countNodes(treeOf, trees);
  const rows = new Int32Array(table.length).fill(-1);
  for (let row = 0; row < table.length; row++) {
    const [id, tree] = [ids[row]!, treeOf[row]!];
    const size = starts[tree + 1]! - starts[tree]!;
    if (!Number.isInteger(id) || id < 0 || id >= size) {
      throw damaged(`expected node ids 0 to ${size - 1} in tree ${tree}, got ${id}`);
    }
    const node = starts[tree]! + id;
    if (rows[node] !== -1) throw damaged(`expected one node ${id} in tree ${tree}, got two`);
    rows[node] = row;
  }
  return { starts, rows };
}

/** The first node of each tree, and at the end the number of all nodes. */
function countNodes(treeOf: ArrayLike<number>, trees: number): Int32Array {
  const starts = new Int32Array(trees + 1);
  for (let row = 0; row < treeOf.length; row++) {
    const tree = treeOf[row]!;
    if (!Number.isInteger(tree) || tree < 0 || tree >= trees) {
      throw damaged(`expected tree ids 0 to ${trees - 1}, got ${tree}`);
    }
    starts[tree + 1]!++;
  }
  for (let tree = 0; tree < trees; tree++) {
    if (starts[tree + 1] === 0) throw damaged(`expected nodes of tree ${tree}, got none`);
    starts[tree + 1]! += starts[tree]!;
  }
  return starts;
}

/** The lists of these rows, each of `width` numbers, one after the other. */
function gatherLists({ offsets, values }: NumberLists, rows: Int32Array, width: number): Float64Array {
  const unfit = rows.find((row) => offsets[row + 1]! - offsets[row]! !== width);
  if (unfit !== undefined) {
    throw damaged(`expected ${width} impurityStats a leaf, got ${offsets[unfit + 1]! - offsets[unfit]!}`);
  }
  const result = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    result.set(values.subarray(offsets[row]!, offsets[row + 1]!), i * width);
  });
  return result;
}
