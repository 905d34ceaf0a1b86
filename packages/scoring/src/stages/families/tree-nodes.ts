import { integer } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { NumberLists, Table } from '../../core/table.ts';
import { packCategorySets } from '../../kernels/category-sets.ts';
import { categoricalTest, type Forest, LEAF } from '../../kernels/tree.ts';
import { readExtra } from './extras.ts';

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

interface NodeColumns {
  readonly leftChild: ArrayLike<number>;
  readonly rightChild: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  readonly arity: ArrayLike<number>;
  readonly leftCategoriesOrThreshold: NumberLists;
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

/** The node of id i in tree t is node `starts[t] + i`, and stands in row `rows[starts[t] + i]`. */
interface Places {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

function placeNodes({ table, prefix, trees }: NodeTable): Places {
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

class ForestPacker {
  readonly #columns: NodeColumns;
  readonly #places: Places;
  readonly #features: number;
  readonly #tests: Int32Array;
  readonly #limits: Float64Array;
  readonly #next: Int32Array;
  readonly #categories: number[][] = [];
  readonly #membersGoLeft: number[] = [];
  readonly #leafRows: number[] = [];
  #width = 0;

  /** Splits on features from `features` on are refused; a negative number, which Spark allows, says nothing. */
  constructor(columns: NodeColumns, places: Places, features: number) {
    this.#columns = columns;
    this.#places = places;
    this.#features = features;
    const nodes = places.rows.length;
    this.#tests = new Int32Array(nodes);
    this.#limits = new Float64Array(nodes);
    this.#next = new Int32Array(nodes);
  }

  pack(): { readonly forest: Forest; readonly leafRows: Int32Array } {
    const { starts } = this.#places;
    const trees = starts.length - 1;
    const firstLeaves = new Int32Array(trees + 1);
    for (let tree = 0; tree < trees; tree++) {
      this.#packTree(starts[tree]!, starts[tree + 1]!);
      firstLeaves[tree + 1] = this.#leafRows.length;
    }
    const forest = {
      roots: starts.slice(0, trees),
      firstLeaves,
      tests: this.#tests,
      limits: this.#limits,
      next: this.#next,
      sets: packCategorySets(this.#categories),
      membersGoLeft: Uint8Array.from(this.#membersGoLeft),
      width: this.#width,
    };
    return { forest, leafRows: Int32Array.from(this.#leafRows) };
  }

  /** Goes through the nodes in pre-order; `open` holds the nodes whose right child is still to come. */
  #packTree(start: number, end: number): void {
    const open: number[] = [];
    for (let node = start; node < end; node++) {
      const row = this.#places.rows[node]!;
      if (this.#columns.leftChild[row] === -1) {
        this.#packLeaf(node, row);
        const parent = open.pop();
        if ((parent === undefined ? end : this.#next[parent]) !== node + 1) throw outOfOrder(node - start);
        continue;
      }
      const right = start + this.#columns.rightChild[row]!;
      if (start + this.#columns.leftChild[row]! !== node + 1 || !(right > node + 1 && right < end)) {
        throw outOfOrder(node - start);
      }
      this.#next[node] = right;
      this.#packSplit(node, row);
      open.push(node);
    }
  }

  #packLeaf(node: number, row: number): void {
    this.#tests[node] = LEAF;
    this.#next[node] = this.#leafRows.length;
    this.#leafRows.push(row);
  }

  #packSplit(node: number, row: number): void {
    const feature = this.#columns.feature[row]!;
    const isKnown = this.#features < 0 || feature < this.#features;
    if (!Number.isInteger(feature) || feature < 0 || feature >= 2 ** 31 - 1 || !isKnown) {
      throw damaged(`expected a split on one of ${this.#features} features, got feature ${feature}`);
    }
    this.#width = Math.max(this.#width, feature + 1);
    const { offsets, values } = this.#columns.leftCategoriesOrThreshold;
    const listed = values.subarray(offsets[row]!, offsets[row + 1]!);
    const arity = this.#columns.arity[row]!;
    if (arity !== -1) {
      this.#tests[node] = categoricalTest(feature);
      this.#limits[node] = this.#categories.length;
      this.#addSet(listed, arity);
      return;
    }
    if (listed.length !== 1) throw damaged(`expected one threshold a split, got ${listed.length}`);
    this.#tests[node] = feature;
    this.#limits[node] = listed[0]!;
  }

  /**
   * Spark keeps the smaller side of the categories, the left one when both are equal. It matters for categories that
   * training has not seen: they are never members. Mirrors `CategoricalSplit`.
   */
  #addSet(left: Float64Array, arity: number): void {
    const isBelow = (limit: number) => (value: number) => Number.isInteger(value) && value >= 0 && value < limit;
    if (!isBelow(2 ** 31)(arity)) throw damaged(`expected a number of categories, got ${arity}`);
    if (!left.every(isBelow(arity))) throw damaged(`expected categories below ${arity} in a split, got another`);
    const goesLeft = new Set(left);
    const keepsLeft = left.length <= Math.floor(arity / 2);
    const kept = keepsLeft ? [...goesLeft].sort((a, b) => a - b) : [];
    for (let category = 0; category < arity && !keepsLeft; category++) {
      if (!goesLeft.has(category)) kept.push(category);
    }
    this.#categories.push(kept);
    this.#membersGoLeft.push(keepsLeft ? 1 : 0);
  }
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

function outOfOrder(id: number): ScoringError {
  return damaged(`expected children in pre-order below node ${id}, got another order`);
}

function damaged(detail: string): ScoringError {
  return new ScoringError('MODEL_DATA', detail);
}
