/** Rows of NodeData as Spark stores the nodes of a tree, without the columns that scoring does not read. */
export interface NodeRow {
  readonly id: number;
  readonly prediction: number;
  readonly impurityStats: readonly number[];
  readonly leftChild: number;
  readonly rightChild: number;
  readonly split: {
    readonly featureIndex: number;
    readonly leftCategoriesOrThreshold: readonly number[];
    readonly numCategories: number;
  };
}

export function leaf(id: number, prediction: number, impurityStats: readonly number[]): NodeRow {
  const split = { featureIndex: -1, leftCategoriesOrThreshold: [], numCategories: -1 };
  return { id, prediction, impurityStats, leftChild: -1, rightChild: -1, split };
}

export interface Split {
  readonly left: number;
  readonly right: number;
  readonly feature: number;
  /** The threshold, or the categories that go left. */
  readonly values: readonly number[];
  /** The number of categories; -1, the default, for a threshold. */
  readonly arity?: number;
}

export function split(id: number, { left, right, feature, values, arity = -1 }: Split): NodeRow {
  return {
    id,
    prediction: 0,
    impurityStats: [],
    leftChild: left,
    rightChild: right,
    split: { featureIndex: feature, leftCategoriesOrThreshold: values, numCategories: arity },
  };
}

/** The tables of an ensemble: its trees in order, with their weights. */
export function ensembleTables(trees: readonly (readonly NodeRow[])[], weights = trees.map(() => 1)) {
  return {
    data: trees.flatMap((nodes, treeID) => nodes.map((nodeData) => ({ treeID, nodeData }))),
    treesMetadata: weights.map((weight, treeID) => ({ treeID, metadata: '{}', weights: weight })),
  };
}

/** A tree of one split. */
export function stump(test: Omit<Split, 'left' | 'right'>, left: number, right: number): readonly NodeRow[] {
  return [split(0, { ...test, left: 1, right: 2 }), leaf(1, left, []), leaf(2, right, [])];
}
