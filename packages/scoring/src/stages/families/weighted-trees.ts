import type { Expression } from '../../core/expression.ts';
import type { SumsProfile } from '../../core/sums.ts';
import type { Vector } from '../../core/vector.ts';
import { weightedLeafSum } from '../../kernels/leaf-sum.ts';
import { foldLeaves } from './leaves.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The sum of the predictions of all trees times their weights, as BLAS `ddot` sums it. */
export function weighTrees(
  { forest, predictions, weights }: TreeEnsemble,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<number> {
  const { firstLeaves } = forest;
  return foldLeaves(forest, features, (place) => weightedLeafSum({ predictions, weights, firstLeaves }, sums, place));
}
