import { compute, type Expression } from '../../core/expression.ts';
import type { Vector } from '../../core/vector.ts';
import type { Forest } from '../../kernels/forest.ts';
import { denseLeafFinder, forestWalk, leafFinder, PLACES_BY_NUMBER } from '../../kernels/tree.ts';
import type { LeafPlaces } from '../../kernels/tree-walk.ts';
import type { LeafPairs } from '../../kernels/tree-walk-module.ts';

/** The leaf of each tree, by number. The array is overwritten by the next row. */
export function leavesOf(forest: Forest, features: Expression<Vector>): Expression<Int32Array> {
  return compute([features], () => leafFinder(forest), {
    kind: 'reduce',
    size: forest.width,
    takesLonger: true,
    ofDense: () => denseLeafFinder(forest),
  });
}

/** The leaf of the only tree of a forest, by number. */
export function leafOfOne(forest: Forest, features: Expression<Vector>): Expression<number> {
  return compute([leavesOf(forest, features)], () => (leaves) => leaves[0]!);
}

export interface LeafFold<T> {
  /** Gets the way in which what leaves hold must be kept, gives the function of the places where the trees end, in order. */
  readonly make: (places: LeafPlaces) => (found: Int32Array) => T;
  /** What leaves are worth, by number, where `make` has use for `addChains`. */
  readonly pairs?: (() => LeafPairs) | undefined;
}

/** A value of what the leaves of all trees hold. */
export function foldLeaves<T>(
  forest: Forest,
  features: Expression<Vector>,
  { make, pairs }: LeafFold<T>,
): Expression<T> {
  const compile = () => {
    const find = leafFinder(forest);
    const fold = make(PLACES_BY_NUMBER);
    return (vector: Vector) => fold(find(vector));
  };
  return compute([features], compile, {
    kind: 'reduce',
    size: forest.width,
    takesLonger: true,
    ofDense: () => {
      const { find, ...places } = forestWalk(forest, pairs?.());
      const fold = make(places);
      return (values) => fold(find(values));
    },
  });
}
