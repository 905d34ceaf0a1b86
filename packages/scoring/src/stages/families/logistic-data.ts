import { boolean, double, integer, matrix, optional, vector } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { DenseMatrix, type Matrix } from '../../core/matrix.ts';
import { oneRow, type StoredStage } from '../../core/stage.ts';
import { DenseVector, toDense, type Vector } from '../../core/vector.ts';
import type { LinearClasses } from './linear-classes.ts';
import type { LinearModel } from './linear-margin.ts';
import { modelVector } from './model-vector.ts';

/** Two classes may have one margin, that of class 1, or like more classes one each. */
export type LogisticModel = { readonly classes: number; readonly features: number } & (
  | { readonly multinomial: false; readonly linear: LinearModel }
  | { readonly multinomial: true; readonly linear: LinearClasses }
);

const newLayout = oneRow({
  numClasses: integer,
  interceptVector: modelVector,
  coefficientMatrix: matrix,
  isMultinomial: boolean,
});
const oldLayout = oneRow({ numClasses: integer, intercept: double, coefficients: modelVector });

/** Spark 2.0 and before kept a vector and a number, later versions a matrix and a vector. */
export async function readLogistic(stored: StoredStage): Promise<LogisticModel> {
  const { coefficients } = await oneRow({ coefficients: optional(vector) }).read(stored);
  if (coefficients !== undefined) {
    const { numClasses, intercept, coefficients } = await oldLayout.read(stored);
    const linear = { coefficients: new DenseVector(toDense(coefficients)), intercept };
    return { classes: numClasses, features: coefficients.size, multinomial: false, linear };
  }
  const { numClasses, interceptVector, coefficientMatrix, isMultinomial } = await newLayout.read(stored);
  const rows = isMultinomial ? numClasses : 1;
  if (numClasses < 1 || coefficientMatrix.rows !== rows || interceptVector.size !== rows) {
    const got = `${coefficientMatrix.rows} and ${interceptVector.size}`;
    throw new ScoringError(
      'MODEL_DATA',
      `expected coefficients and intercepts for ${rows} rows, got ${got}`,
      stored.where,
    );
  }
  const shape = { classes: numClasses, features: coefficientMatrix.columns };
  const starts = toDense(interceptVector);
  if (isMultinomial) return { ...shape, multinomial: true, linear: { matrix: coefficientMatrix, starts } };
  const linear = { coefficients: onlyRow(coefficientMatrix, stored), intercept: starts[0]! };
  return { ...shape, multinomial: false, linear };
}

/** The vector of a matrix of one row, of the same kind; Spark takes only a row-major one. */
function onlyRow(row: Matrix, stored: StoredStage): Vector {
  if (row instanceof DenseMatrix && row.transposed) return new DenseVector(row.values);
  const sparse = row instanceof DenseMatrix || !row.transposed ? undefined : row.entries;
  const found = vector.parse(sparse && { type: 0, size: row.columns, indices: sparse.indices, values: sparse.values });
  if (found !== undefined) return found;
  throw new ScoringError('MODEL_DATA', 'expected a row-major row with increasing indices, got another', stored.where);
}
