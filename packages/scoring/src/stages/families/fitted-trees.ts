import { integer } from '../../core/codec.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { NumberLists } from '../../core/table.ts';
import { readExtra } from './extras.ts';
import { damaged } from './forest-packer.ts';
import { nodeColumns, placeNodes } from './tree-nodes.ts';

/** Trees with what scoring has no use for, as they are told to people; nodes in pre-order, tree after tree. */
export interface FittedTrees {
  /** The size of the vectors that the trees were fitted to; negative where it is not known. */
  readonly features: number;
  readonly trees: readonly FittedTree[];
}

/** The nodes of one tree in pre-order: the left child of a split follows it, the right one what is below that. */
export type FittedTree = readonly FittedNode[];

export type FittedNode = FittedLeaf | FittedSplit;

export interface FittedLeaf {
  readonly kind: 'leaf';
  readonly depth: number;
  readonly prediction: number;
}

export interface FittedSplit {
  readonly kind: 'split';
  readonly depth: number;
  readonly feature: number;
  readonly isCategorical: boolean;
  /** The threshold alone, or the categories that go left. */
  readonly left: ArrayLike<number>;
  /** By how much the split lowers the impurity. */
  readonly gain: number;
  /** Of the rows that came to the node. */
  readonly weight: number;
}

/** Spark fits 30 levels at most. */
const DEEPEST = 100;

/** Reads the table of nodes again, with all that fit has left in it: of one tree, or of several where a number is given. */
export async function readFittedTrees(stored: StoredStage, trees?: number): Promise<FittedTrees> {
  const prefix = trees === undefined ? '' : 'nodeData.';
  const table = await stored.table('data', [...nodeColumns(prefix, 1), `${prefix}gain`]);
  const { starts, rows } = placeNodes({ table, prefix, trees: trees ?? 1 });
  const numbers = (name: string) => table.numbers(prefix + name);
  const lists = (name: string) => table.numberLists(prefix + name);
  const columns: NodeColumns = {
    prediction: numbers('prediction'),
    leftChild: numbers('leftChild'),
    gain: numbers('gain'),
    feature: numbers('split.featureIndex'),
    arity: numbers('split.numCategories'),
    left: lists('split.leftCategoriesOrThreshold'),
    stats: lists('impurityStats'),
    weightOf: weightBy(stored),
  };
  return {
    features: readExtra(stored, 'numFeatures', integer),
    trees: Array.from({ length: starts.length - 1 }, (_, tree) =>
      readTree(rows.subarray(starts[tree]!, starts[tree + 1]!), columns),
    ),
  };
}

interface NodeColumns {
  readonly prediction: ArrayLike<number>;
  readonly leftChild: ArrayLike<number>;
  readonly gain: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  readonly arity: ArrayLike<number>;
  readonly left: NumberLists;
  readonly stats: NumberLists;
  readonly weightOf: (stats: Float64Array) => number;
}

/** The order was checked when the model was decoded. */
function readTree(rows: Int32Array, columns: NodeColumns): FittedTree {
  /** The depth of the right child of each split above that is still to come. */
  const open: number[] = [];
  let depth = 0;
  return Array.from(rows, (row) => {
    const node = readNode(row, depth, columns);
    if (node.kind === 'leaf') depth = open.pop() ?? 0;
    else open.push(++depth);
    if (depth > DEEPEST) throw damaged(`expected at most ${DEEPEST} levels of nodes, got more`);
    return node;
  });
}

function readNode(row: number, depth: number, columns: NodeColumns): FittedNode {
  if (columns.leftChild[row] === -1) return { kind: 'leaf', depth, prediction: columns.prediction[row]! };
  return {
    kind: 'split',
    depth,
    feature: columns.feature[row]!,
    isCategorical: columns.arity[row] !== -1,
    left: listAt(columns.left, row),
    gain: columns.gain[row]!,
    weight: columns.weightOf(listAt(columns.stats, row)),
  };
}

function listAt({ offsets, values }: NumberLists, row: number): Float64Array {
  return values.subarray(offsets[row]!, offsets[row + 1]!);
}

/**
 * The weight of a node's rows. Under variance the stats are a count, a sum and a sum of squares, else a count for each
 * class; boosted trees of Spark 2 claim the second and hold the first. Whole before Spark 3.0. Mirrors
 * `ImpurityCalculator.count`.
 */
function weightBy({ paramMap, defaultParamMap, semantics }: StoredStage): (stats: Float64Array) => number {
  const isVariance = String(paramMap.impurity ?? defaultParamMap.impurity).toLowerCase() === 'variance';
  const hasFractions = isAtLeast(semantics, 3, 0);
  return (stats) => {
    const weight = isVariance ? (stats[0] ?? 0) : stats.reduce((sum, count) => sum + count, 0);
    return hasFractions ? weight : Math.trunc(weight);
  };
}
