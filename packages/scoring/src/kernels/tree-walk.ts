import type { Forest } from './forest.ts';
import { ABREAST, type PackedTrees, packTrees, type TreeWalk } from './packed-trees.ts';
import { createModuleWalk, type LeafPairs, type ModuleWalk } from './tree-walk-module.ts';

/** A way through a forest for arrays of at least its width. */
export interface ForestWalk extends LeafPlaces {
  readonly find: TreeWalk;
}

/** Where trees end, and what is kept there. */
export interface LeafPlaces {
  /** What is kept by number of the leaf, `width` numbers each, kept by place instead. */
  readonly place: (byLeaf: Float64Array, width: number) => Float64Array;
  /** See `ModuleWalk`; undefined where there is no module. */
  readonly addChains?: ModuleWalk['addChains'];
}

/**
 * The walk of packed trees: in WebAssembly, or as JavaScript where that is forbidden. Undefined where the trees cannot
 * be packed. `pairs`: what leaves are worth, by number, for `addChains`.
 */
export function packedWalk(forest: Forest, pairs?: LeafPairs): ForestWalk | undefined {
  const packed = packTrees(forest);
  if (packed === undefined) return undefined;
  const place = (byLeaf: Float64Array, width: number) => placeBy(packed.leaves, byLeaf, width);
  const placed = pairs === undefined ? undefined : { highs: place(pairs.highs, 1), lows: place(pairs.lows, 1) };
  return { ...(createModuleWalk(packed, placed) ?? { find: createScriptWalk(packed) }), place };
}

/** Inner nodes get what the first leaf has: no walk ends there. */
function placeBy(leaves: Int32Array, byLeaf: Float64Array, width: number): Float64Array {
  const placed = new Float64Array(leaves.length * width);
  leaves.forEach((leaf, place) => {
    for (let i = 0; i < width; i++) placed[place * width + i] = byLeaf[leaf * width + i]!;
  });
  return placed;
}

/** The walk as JavaScript. It has registers for half of the trees that the layout puts abreast. */
export function createScriptWalk(packed: PackedTrees): TreeWalk {
  const found = new Int32Array(packed.roots.length);
  const all = found.subarray(0, packed.count);
  const { lows } = packed;
  return (values) => {
    if (lows === undefined) walkByLimits(packed, values, found);
    else walkByIntervals(packed, lows, { values, found });
    return all;
  };
}

const HALF = ABREAST / 2;

function walkByLimits({ roots, depths, features, limits, children }: PackedTrees, x: Float64Array, found: Int32Array) {
  for (let half = 0, tree = 0; tree < roots.length; half++, tree += HALF) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    for (let level = depths[half >> 1]!; level > 0; level--) {
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
  for (let half = 0, tree = 0; tree < roots.length; half++, tree += HALF) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    for (let level = depths[half >> 1]!; level > 0; level--) {
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
