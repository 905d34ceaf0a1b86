import { onlyMember } from './category-sets.ts';
import { categoricalTest, type Forest, LEAF } from './forest.ts';

/** Trees that are walked side by side: while one waits for memory the others go on. */
const ABREAST = 4;

/**
 * Trees laid out to be walked without a branch that the processor has to guess: the children of a node stand side by
 * side, and which of the two is next is a sum. A leaf is its own next node, so that a walk may go on behind it.
 */
interface PackedTrees {
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

/** A way through a forest for arrays of at least its width. NaN takes the right child. */
export interface ForestWalk {
  /** The place where each tree ends, in an array that the next call reuses. */
  readonly find: (values: Float64Array) => Int32Array;
  /** What is kept by number of the leaf, `width` numbers each, kept by place instead. */
  readonly place: (byLeaf: Float64Array, width: number) => Float64Array;
}

/**
 * The walk of packed trees. Undefined where the trees do not fit the layout: fewer than are walked side by side, or a
 * node that asks for one of several categories.
 */
export function packedWalk(forest: Forest): ForestWalk | undefined {
  if (forest.roots.length < ABREAST || !asksForSingles(forest)) return undefined;
  const packed = new TreePacker(forest).pack();
  const found = new Int32Array(packed.roots.length);
  const all = found.subarray(0, forest.roots.length);
  const { lows, leaves } = packed;
  return {
    find(values) {
      if (lows === undefined) walkByLimits(packed, values, found);
      else walkByIntervals(packed, lows, { values, found });
      return all;
    },
    place: (byLeaf, width) => placeBy(leaves, byLeaf, width),
  };
}

/** Inner nodes get what the first leaf has: no walk ends there. */
function placeBy(leaves: Int32Array, byLeaf: Float64Array, width: number): Float64Array {
  const placed = new Float64Array(leaves.length * width);
  leaves.forEach((leaf, place) => {
    for (let i = 0; i < width; i++) placed[place * width + i] = byLeaf[leaf * width + i]!;
  });
  return placed;
}

function asksForSingles({ sets }: Forest): boolean {
  for (let set = 0; set + 1 < sets.starts.length; set++) if (onlyMember(sets, set) === undefined) return false;
  return true;
}

function walkByLimits({ roots, depths, features, limits, children }: PackedTrees, x: Float64Array, found: Int32Array) {
  for (let group = 0, tree = 0; tree < roots.length; group++, tree += ABREAST) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    for (let level = depths[group]!; level > 0; level--) {
      a = children[a]! + Number(!(x[features[a]!]! <= limits[a]!));
      b = children[b]! + Number(!(x[features[b]!]! <= limits[b]!));
      c = children[c]! + Number(!(x[features[c]!]! <= limits[c]!));
      d = children[d]! + Number(!(x[features[d]!]! <= limits[d]!));
    }
    found[tree] = a;
    found[tree + 1] = b;
    found[tree + 2] = c;
    found[tree + 3] = d;
  }
}

/** As `walkByLimits`; the first child is taken from the low on. */
function walkByIntervals(
  { roots, depths, features, limits, children }: PackedTrees,
  lows: Float64Array,
  { values, found }: { readonly values: Float64Array; readonly found: Int32Array },
): void {
  const step = (node: number): number => {
    const x = values[features[node]!]!;
    return children[node]! + 1 - (Number(x <= limits[node]!) & Number(x >= lows[node]!));
  };
  for (let group = 0, tree = 0; tree < roots.length; group++, tree += ABREAST) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    for (let level = depths[group]!; level > 0; level--) {
      a = step(a);
      b = step(b);
      c = step(c);
      d = step(d);
    }
    found[tree] = a;
    found[tree + 1] = b;
    found[tree + 2] = c;
    found[tree + 3] = d;
  }
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
