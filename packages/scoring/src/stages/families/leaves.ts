import { compute, type Expression } from '../../core/expression.ts';
import type { Vector } from '../../core/vector.ts';
import type { Forest } from '../../kernels/forest.ts';
import { denseLeafFinder, leafFinder } from '../../kernels/tree.ts';

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
