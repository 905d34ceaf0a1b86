import { compute, type Expression } from '../../core/expression.ts';
import { DenseMatrix, type Matrix, SparseMatrix } from '../../core/matrix.ts';
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

/** A vector as a matrix of one row, row-major and of the same kind. */
export function matrixOfRow(row: Vector): Matrix {
  if (row.type === 1) return new DenseMatrix(1, row.size, row.values, true);
  const { indices, values } = row;
  const shape = { rows: 1, columns: row.size, transposed: true };
  return new SparseMatrix(shape, { pointers: Int32Array.of(0, indices.length), indices, values });
}
