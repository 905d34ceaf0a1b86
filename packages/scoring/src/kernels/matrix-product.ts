import { type DenseMatrix, type Matrix, type SparseMatrix, toRowMajor } from '../core/matrix.ts';
import { lanesOf, type SumsProfile } from '../core/sums.ts';
import type { SparseVector, Vector } from '../core/vector.ts';
import { constantRowDot } from './constant-dot.ts';
import { addProducts, sparseDot } from './dot.ts';
import { fma } from './fma.ts';

/** Adds a matrix times x to y. x has as many elements as the matrix has columns, y as many as it has rows. */
export type AddProduct = (x: Vector, y: Float64Array) => void;

/**
 * A matrix times vectors, summed as Spark's `BLAS.gemv`, which has another order for each kind of matrix and vector:
 * only a column-major matrix adds its products to y one by one, the others add their sum to y at last.
 */
export function addMatrixProduct(matrix: Matrix, sums: SumsProfile): AddProduct {
  if (matrix.type === 0) return matrix.transposed ? addSparseRows(matrix) : addSparseColumns(matrix);
  const rows = rowsOf(matrix);
  const addDense = matrix.transposed ? addRows(rows, sums) : addColumns(matrix, sums);
  return (x, y) => {
    if (x.type === 1) addDense(x.values, y);
    else for (let i = 0; i < rows.length; i++) y[i] = sparseDot(x, rows[i]!) + y[i]!;
  };
}

type AddDense = (x: Float64Array, y: Float64Array) => void;

/** The rows of a dense matrix, in whatever order it is stored. */
export function rowsOf(matrix: DenseMatrix): Float64Array[] {
  const { rows, columns } = matrix;
  const all = toRowMajor(matrix);
  return Array.from({ length: rows }, (_, i) => all.subarray(i * columns, (i + 1) * columns));
}

function addRows(rows: readonly Float64Array[], sums: SumsProfile): AddDense {
  const dots = rows.map((row) => constantRowDot(row, sums));
  return (x, y) => {
    for (let i = 0; i < dots.length; i++) y[i] = dots[i]!(x) + y[i]!;
  };
}

/** BLAS `dgemv` of a column-major matrix: fused, four columns at a time; the last rows under SIMD are not fused. */
function addColumns(matrix: DenseMatrix, sums: SumsProfile): AddDense {
  const { rows } = matrix;
  const all = rowsOf(matrix);
  const lanes = lanesOf(sums);
  const fused = sums === 'fma4' ? rows : lanes === undefined ? 0 : rows - (rows % lanes);
  const addRest = lanes === undefined ? addProducts : addByFours;
  return (x, y) => {
    for (let i = 0; i < fused; i++) y[i] = addFusedByFours(x, all[i]!, y[i]!);
    for (let i = fused; i < rows; i++) y[i] = addRest(x, all[i]!, y[i]!);
  };
}

function addByFours(x: Float64Array, row: Float64Array, start: number): number {
  const whole = x.length - (x.length % 4);
  let sum = start;
  for (let j = 0; j < whole; j += 4) {
    sum += x[j]! * row[j]! + x[j + 1]! * row[j + 1]! + x[j + 2]! * row[j + 2]! + x[j + 3]! * row[j + 3]!;
  }
  for (let j = whole; j < x.length; j++) sum += x[j]! * row[j]!;
  return sum;
}

/** Of each four columns the last is added first. */
function addFusedByFours(x: Float64Array, row: Float64Array, start: number): number {
  const whole = x.length - (x.length % 4);
  let sum = start;
  for (let j = 0; j < whole; j += 4) {
    for (let k = j + 3; k >= j; k--) sum = fma(x[k]!, row[k]!, sum);
  }
  for (let j = whole; j < x.length; j++) sum = fma(x[j]!, row[j]!, sum);
  return sum;
}

/** Row by row the stored elements of the matrix, in the order of their storage. */
function addSparseRows({ rows, entries }: SparseMatrix): AddProduct {
  const { pointers, indices, values } = entries;
  return (x, y) => {
    for (let i = 0; i < rows; i++) {
      const [start, end] = [pointers[i]!, pointers[i + 1]!];
      let sum = 0;
      if (x.type === 1) for (let k = start; k < end; k++) sum += values[k]! * x.values[indices[k]!]!;
      else sum = addCommon(entries, { start, end }, x);
      y[i] = sum + y[i]!;
    }
  };
}

/** The sum over the indices that both the row and x store. */
function addCommon(
  { indices, values }: SparseMatrix['entries'],
  { start, end }: { start: number; end: number },
  x: SparseVector,
): number {
  let sum = 0;
  let at = 0;
  for (let k = start; k < end && at < x.indices.length; ) {
    const difference = x.indices[at]! - indices[k]!;
    if (difference === 0) sum += values[k]! * x.values[at]!;
    if (difference <= 0) at++;
    if (difference >= 0) k++;
  }
  return sum;
}

/** Column by column of those that x stores, each product added to y at once. */
function addSparseColumns({ entries }: SparseMatrix): AddProduct {
  const { pointers, indices, values } = entries;
  const addColumn = (j: number, factor: number, y: Float64Array) => {
    for (let k = pointers[j]!; k < pointers[j + 1]!; k++) {
      const i = indices[k]!;
      y[i] = y[i]! + values[k]! * factor;
    }
  };
  return (x, y) => {
    for (let k = 0; k < x.values.length; k++) addColumn(x.type === 1 ? k : x.indices[k]!, x.values[k]!, y);
  };
}
