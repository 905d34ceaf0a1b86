import { compute, type Expression } from '../../core/expression.ts';
import type { SumsProfile } from '../../core/sums.ts';
import type { Vector } from '../../core/vector.ts';
import { denseDot } from '../../kernels/dot.ts';
import { leafFinder } from '../../kernels/tree.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The sum of the predictions of all trees times their weights, as BLAS `ddot` sums it. */
export function weighTrees(
  { forest, predictions, weights }: TreeEnsemble,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<number> {
  return compute([features], () => {
    const find = leafFinder(forest);
    const dot = denseDot(sums);
    const answers = new Float64Array(weights.length);
    return (vector) => {
      const leaves = find(vector);
      for (let tree = 0; tree < leaves.length; tree++) answers[tree] = predictions[leaves[tree]!]!;
      return dot(answers, weights);
    };
  });
}
