import type { CategorySets } from './category-sets.ts';

/** `tests` of a leaf. */
export const LEAF = -1;

/**
 * Decision trees packed one after the other, each in pre-order: the left child of node i is node i + 1. Leaves are
 * numbered from left to right, tree after tree.
 */
export interface Forest {
  /** The root of each tree. */
  readonly roots: Int32Array;
  /** The number of the first leaf of each tree, and at the end the number of all leaves. */
  readonly firstLeaves: Int32Array;
  /** The feature that is compared with a limit, LEAF, or `categoricalTest(feature)`. */
  readonly tests: Int32Array;
  /** The largest value that goes left; for a categorical test the number of its set. */
  readonly limits: Float64Array;
  /** The right child; for a leaf its number. */
  readonly next: Int32Array;
  readonly sets: CategorySets;
  /** 1 where members of the set go left, 0 where they go right. */
  readonly membersGoLeft: Uint8Array;
  /** One more than the largest feature that is tested. */
  readonly width: number;
}

/** `tests` of a node that asks whether a feature is in a set of categories. Its own inverse. */
export function categoricalTest(feature: number): number {
  return LEAF - 1 - feature;
}
