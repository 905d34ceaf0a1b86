import { onlyMember } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';

/** Trees that are walked side by side: while one waits for memory the others go on. */
export const ABREAST = 8;
/** Fewer trees are walked one by one. */
const FEWEST = 4;

/**
 * Trees laid out to be walked without a branch that the processor has to guess: the children of a node stand side by
 * side, and which of the two is next is a sum. A leaf is its own next node, so that a walk may go on behind it.
 */
export interface PackedTrees {
  /** Trees without those that fill the last group. */
  readonly count: number;
  /** The root of each tree, the last one repeated up to a multiple of `ABREAST`. */
  readonly roots: Int32Array;
  /** The depth of the deepest tree of each group of `ABREAST`. */
  readonly depths: Int32Array;
  readonly features: Int32Array;
  /** The largest value that takes the first child; NaN for a leaf, which so always takes the second. */
  readonly limits: Float64Array;
  /** The smallest value that takes the first child; undefined where no node has one. */
  readonly lows: Float64Array | undefined;
  /** The first of the two children; for a leaf the node before it. */
  readonly children: Int32Array;
  /** The number of a leaf. */
  readonly leaves: Int32Array;
}

/** The places where the trees end for the values of a row. NaN takes the right child. The next call reuses the array. */
export type TreeWalk = (values: Float64Array) => Int32Array;

/**
 * Lays out a forest. Undefined where the trees do not fit the layout: fewer than are worth walking side by side, or a
 * node that asks for one of several categories.
 */
export function packTrees(forest: Forest): PackedTrees | undefined {
  if (forest.roots.length < FEWEST || !asksForSingles(forest)) return undefined;
  return new TreePacker(forest).pack();
}

function asksForSingles({ sets }: Forest): boolean {
  for (let set = 0; set + 1 < sets.starts.length; set++) if (onlyMember(sets, set) === undefined) return false;
  return true;
}

/** Lays out one tree after the other, each in breadth-first order: what is near the root stays in the cache. */
class TreePacker {
  readonly #forest: Forest;
  readonly #features: Int32Array;
  readonly #limits: Float64Array;
  readonly #lows: Float64Array | undefined;
  readonly #children: Int32Array;
  readonly #leaves: Int32Array;
  #end = 0;

  constructor(forest: Forest) {
    this.#forest = forest;
    const nodes = forest.tests.length;
    this.#features = new Int32Array(nodes);
    this.#limits = new Float64Array(nodes);
    this.#lows = forest.sets.starts.length > 1 ? new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY) : undefined;
    this.#children = new Int32Array(nodes);
    this.#leaves = new Int32Array(nodes);
  }

  pack(): PackedTrees {
    const trees = this.#forest.roots.length;
    const groups = Math.ceil(trees / ABREAST);
    const roots = new Int32Array(groups * ABREAST);
    const depths = new Int32Array(groups);
    for (let tree = 0; tree < roots.length; tree++) {
      const group = Math.floor(tree / ABREAST);
      roots[tree] = tree < trees ? this.#end : roots[trees - 1]!;
      if (tree < trees) depths[group] = Math.max(depths[group]!, this.#packTree(this.#forest.roots[tree]!));
    }
    return {
      count: trees,
      roots,
      depths,
      features: this.#features,
      limits: this.#limits,
      lows: this.#lows,
      children: this.#children,
      leaves: this.#leaves,
    };
  }

  /** Gives the depth of the tree. */
  #packTree(root: number): number {
    let level = [root];
    let start = this.#end++;
    for (let depth = 0; ; depth++) {
      const below: number[] = [];
      for (const node of level) this.#place(node, start++, below);
      if (below.length === 0) return depth;
      start = this.#end - below.length;
      level = below;
    }
  }

  /** Puts a node of the forest at its place, and its children at the end of the level below. */
  #place(node: number, at: number, below: number[]): void {
    const { tests, limits, next, sets, membersGoLeft } = this.#forest;
    const test = tests[node]!;
    if (test === LEAF) {
      this.#limits[at] = Number.NaN;
      this.#children[at] = at - 1;
      this.#leaves[at] = next[node]!;
      return;
    }
    this.#children[at] = this.#end;
    this.#end += 2;
    const set = limits[node]!;
    this.#features[at] = test >= 0 ? test : categoricalTest(test);
    this.#limits[at] = test >= 0 ? set : onlyMember(sets, set)!;
    if (test < LEAF) this.#lows![at] = this.#limits[at]!;
    if (test >= 0 || membersGoLeft[set] === 1) below.push(node + 1, next[node]!);
    else below.push(next[node]!, node + 1);
  }
}
