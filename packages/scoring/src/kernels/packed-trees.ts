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
  /** Nodes that are met and not yet all placed. */
  readonly #queue: Int32Array;
  #end = 0;

  constructor(forest: Forest) {
    this.#forest = forest;
    const nodes = forest.tests.length;
    this.#features = new Int32Array(nodes);
    this.#limits = new Float64Array(nodes);
    this.#lows = forest.sets.starts.length > 1 ? new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY) : undefined;
    this.#children = new Int32Array(nodes);
    this.#leaves = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
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

  /** Gives the depth of the tree. Places follow the order in which nodes are met. */
  #packTree(root: number): number {
    const { tests, limits, next } = this.#forest;
    const [queue, start] = [this.#queue, this.#end];
    let depth = 0;
    let tail = 1;
    let levelEnd = 1;
    queue[0] = root;
    for (let head = 0; head < tail; head++) {
      if (head === levelEnd) {
        depth++;
        levelEnd = tail;
      }
      const node = queue[head]!;
      const at = start + head;
      const test = tests[node]!;
      if (test === LEAF) {
        this.#limits[at] = Number.NaN;
        this.#children[at] = at - 1;
        this.#leaves[at] = next[node]!;
        continue;
      }
      this.#children[at] = start + tail;
      const takesLeft = test >= 0 || this.#packMembership(at, node);
      if (test >= 0) {
        this.#features[at] = test;
        this.#limits[at] = limits[node]!;
      }
      queue[tail++] = takesLeft ? node + 1 : next[node]!;
      queue[tail++] = takesLeft ? next[node]! : node + 1;
    }
    this.#end = start + tail;
    return depth;
  }

  /** True where the only member goes left. */
  #packMembership(at: number, node: number): boolean {
    const { tests, limits, sets, membersGoLeft } = this.#forest;
    const set = limits[node]!;
    const member = onlyMember(sets, set)!;
    this.#features[at] = categoricalTest(tests[node]!);
    this.#limits[at] = member;
    this.#lows![at] = member;
    return membersGoLeft[set] === 1;
  }
}
