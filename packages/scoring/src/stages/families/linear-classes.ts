import { compute, type Expression } from '../../core/expression.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { DenseVector, requireSize, type Vector } from '../../core/vector.ts';
import { addMatrixProduct } from '../../kernels/matrix-product.ts';

/** One row of coefficients and one start value a class. */
export interface LinearClasses {
  readonly matrix: Matrix;
  readonly starts: Float64Array;
}

/** The start values plus the matrix times the features, as `BLAS.gemv` sums them. Other sizes fail the row. */
export function linearScores(
  { matrix, starts }: LinearClasses,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<DenseVector> {
  return compute([features], () => {
    const add = addMatrixProduct(matrix, sums);
    return (vector) => {
      const scores = starts.slice();
      add(requireSize(vector, matrix.columns), scores);
      return new DenseVector(scores);
    };
  });
}
