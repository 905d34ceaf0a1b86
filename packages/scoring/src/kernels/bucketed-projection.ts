import type { DenseMatrix } from '../core/matrix.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector, type Vector } from '../core/vector.ts';
import { vectorDot } from './dot.ts';
import { addMatrixProduct, rowsOf } from './matrix-product.ts';

/** The numbers of the buckets of a length into which the dot products of a vector with some others fall. */
export type BucketsOf = (vector: Vector) => Float64Array;

/** With the rows of a matrix, each by itself: floor(dot / length). */
export function bucketsByRow(matrix: DenseMatrix, length: number, sums: SumsProfile): BucketsOf {
  const dot = vectorDot(sums);
  const rows = rowsOf(matrix).map((values) => new DenseVector(values));
  return (vector) => Float64Array.from(rows, (row) => Math.floor(dot(vector, row) / length));
}

/**
 * With the rows of a matrix, as BLAS `gemv` multiplies with the factor 1 / length: in a column-major matrix a dense vector
 * takes the factor, else the sum does.
 */
export function bucketsByProduct(matrix: DenseMatrix, length: number, sums: SumsProfile): BucketsOf {
  const addProduct = addMatrixProduct(matrix, sums);
  const factor = 1 / length;
  return (vector) => {
    const products = new Float64Array(matrix.rows);
    if (vector.type === 1 && !matrix.transposed) {
      addProduct(new DenseVector(vector.values.map((x) => factor * x)), products);
      return products.map(Math.floor);
    }
    addProduct(vector, products);
    // BLAS adds to 0.0: no bucket is -0.0.
    return products.map((product) => Math.floor(factor * product + 0));
  };
}
