import { compute, type Expression } from '../../core/expression.ts';
import type { Vector } from '../../core/vector.ts';
import type { Forest } from '../../kernels/forest.ts';
import type { Placing } from '../../kernels/leaf-sum.ts';
import { asItIs, denseLeafFinder, forestWalk, leafFinder } from '../../kernels/tree.ts';

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

/**
 * A value of what the leaves of all trees hold. `make` gets the way in which that must be kept, and gives the function of
 * the places where the trees end, in their order.
 */
export function foldLeaves<T>(
  forest: Forest,
  features: Expression<Vector>,
  make: (place: Placing) => (found: Int32Array) => T,
): Expression<T> {
  const compile = () => {
    const find = leafFinder(forest);
    const fold = make(asItIs);
    return (vector: Vector) => fold(find(vector));
  };
  return compute([features], compile, {
    kind: 'reduce',
    size: forest.width,
    takesLonger: true,
    ofDense: () => {
      const { find, place } = forestWalk(forest);
      const fold = make(place);
      return (values) => fold(find(values));
    },
  });
}
