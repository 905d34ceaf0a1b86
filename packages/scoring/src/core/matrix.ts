import { DenseVector, jsonNumber, SparseVector, type Vector } from './vector.ts';

/** `org.apache.spark.ml.linalg.DenseMatrix`: element (i, j) is values[i + rows * j], or values[j + columns * i] transposed. */
export class DenseMatrix {
  readonly type = 1;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly transposed: boolean;

  constructor(rows: number, columns: number, values: Float64Array, transposed: boolean) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.transposed = transposed;
  }

  /** For JSON.stringify: Spark's form. */
  toJSON(): unknown {
    const { rows: numRows, columns: numCols, values, transposed: isTransposed } = this;
    return { type: 1, numRows, numCols, values: Array.from(values, jsonNumber), isTransposed };
  }
}

export interface CompressedEntries {
  /** Entries of major `m` stand at `pointers[m]` to `pointers[m + 1]`, end exclusive. */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** `org.apache.spark.ml.linalg.SparseMatrix`: compressed by columns, by rows where transposed. */
export class SparseMatrix {
  readonly type = 0;
  readonly rows: number;
  readonly columns: number;
  readonly transposed: boolean;
  readonly entries: CompressedEntries;

  constructor(shape: { rows: number; columns: number; transposed: boolean }, entries: CompressedEntries) {
    this.rows = shape.rows;
    this.columns = shape.columns;
    this.transposed = shape.transposed;
    this.entries = entries;
  }

  /** For JSON.stringify: Spark's form. */
  toJSON(): unknown {
    const { rows: numRows, columns: numCols, transposed: isTransposed, entries } = this;
    const [colPtrs, rowIndices] = [Array.from(entries.pointers), Array.from(entries.indices)];
    return {
      type: 0,
      numRows,
      numCols,
      colPtrs,
      rowIndices,
      values: Array.from(entries.values, jsonNumber),
      isTransposed,
    };
  }
}

export type Matrix = DenseMatrix | SparseMatrix;

/** All elements row by row: element (i, j) at i * columns + j. */
export function toRowMajor(matrix: Matrix): Float64Array {
  const { rows, columns } = matrix;
  const result = new Float64Array(rows * columns);
  if (matrix.type === 0) {
    const { pointers, indices, values } = matrix.entries;
    for (let major = 0; major + 1 < pointers.length; major++) {
      for (let k = pointers[major] as number; k < (pointers[major + 1] as number); k++) {
        const minor = indices[k] as number;
        result[matrix.transposed ? major * columns + minor : minor * columns + major] = values[k] as number;
      }
    }
    return result;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      result[i * columns + j] = matrix.values[matrix.transposed ? j + columns * i : i + rows * j] as number;
    }
  }
  return result;
}

/** Row `i` as a vector of the matrix's own kind: sparse for a sparse matrix, indices increasing. */
export function rowOf(matrix: Matrix, i: number): Vector {
  const { columns } = matrix;
  if (matrix.type === 1) {
    const start = i * columns;
    return new DenseVector(toRowMajor(matrix).slice(start, start + columns));
  }
  const indices: number[] = [];
  const values: number[] = [];
  const row = toRowMajor(matrix).subarray(i * columns, (i + 1) * columns);
  row.forEach((value, j) => {
    if (value === 0) return;
    indices.push(j);
    values.push(value);
  });
  return new SparseVector(columns, Int32Array.from(indices), Float64Array.from(values));
}
