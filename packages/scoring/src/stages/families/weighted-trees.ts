import { compute, type Expression } from '../../core/expression.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { weightedLeafSum } from '../../kernels/leaf-sum.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The sum of the predictions of all trees times their weights, as BLAS `ddot` sums it. */
export function weighTrees(
  { forest, predictions, weights }: TreeEnsemble,
  leaves: Expression<Int32Array>,
  sums: SumsProfile,
): Expression<number> {
  const { firstLeaves } = forest;
  return compute([leaves], () => weightedLeafSum({ predictions, weights, firstLeaves }, sums));
}
