import type { Expression } from '../../core/expression.ts';
import type { SumsProfile } from '../../core/sums.ts';
import type { Vector } from '../../core/vector.ts';
import { leafPairs, weightedLeafSum } from '../../kernels/leaf-sum.ts';
import { moduleLanes } from '../../kernels/module-memory.ts';
import { foldLeaves } from './leaves.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The sum of the predictions of all trees times their weights, as BLAS `ddot` sums it. */
export function weighTrees(
  { forest, predictions, weights }: TreeEnsemble,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<number> {
  const trees = { predictions, weights, firstLeaves: forest.firstLeaves };
  return foldLeaves(forest, features, {
    make: (places) => weightedLeafSum(trees, sums, places),
    pairs: moduleLanes(sums) === undefined ? undefined : () => leafPairs(trees),
  });
}
