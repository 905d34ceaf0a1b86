import { ScoringError } from '../../core/errors.ts';
import type { NumberLists } from '../../core/table.ts';
import { packCategorySets } from '../../kernels/category-sets.ts';
import { categoricalTest, type Forest, LEAF } from '../../kernels/forest.ts';

/** The columns of NodeData that say where a row of features goes, a number a table row. */
export interface NodeColumns {
  readonly leftChild: ArrayLike<number>;
  readonly rightChild: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  readonly arity: ArrayLike<number>;
  readonly leftCategoriesOrThreshold: NumberLists;
}

/** The node of id i in tree t is node `starts[t] + i`, and stands in row `rows[starts[t] + i]`. */
export interface Places {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** Checks the structure of the trees while it packs them. */
export class ForestPacker {
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

function outOfOrder(id: number): ScoringError {
  return damaged(`expected children in pre-order below node ${id}, got another order`);
}

/** Nodes that do not make up trees. */
export function damaged(detail: string): ScoringError {
  return new ScoringError('MODEL_DATA', detail);
}
