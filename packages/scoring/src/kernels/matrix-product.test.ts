import { describe, expect, it } from 'vitest';
import { matrix } from '../core/codec.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';
import { addMatrixProduct } from './matrix-product.ts';

const { NaN: nan } = Number;

function multiply(stored: object, x: Vector, sums: SumsProfile = 'fma4'): number[] {
  const y = Float64Array.of(100, 200);
  addMatrixProduct(matrix.parse(stored)!, sums)(x, y);
  return [...y];
}

// [[1, 0, 2], [0, 3, 4]] in every layout.
const shape = { numRows: 2, numCols: 3 };
const LAYOUTS = {
  'dense by rows': { ...shape, type: 1, values: [1, 0, 2, 0, 3, 4], isTransposed: true },
  'dense by columns': { ...shape, type: 1, values: [1, 0, 0, 3, 2, 4], isTransposed: false },
  'sparse by rows': {
    ...shape,
    type: 0,
    colPtrs: [0, 2, 4],
    rowIndices: [0, 2, 1, 2],
    values: [1, 2, 3, 4],
    isTransposed: true,
  },
  'sparse by columns': {
    ...shape,
    type: 0,
    colPtrs: [0, 1, 2, 4],
    rowIndices: [0, 1, 0, 1],
    values: [1, 3, 2, 4],
    isTransposed: false,
  },
};

describe.each(Object.entries(LAYOUTS))('a matrix %s', (name, layout) => {
  it.each<SumsProfile>(['sequential', 'fma4', 'lanes8'])('times dense and sparse vectors, %s', (sums) => {
    expect(multiply(layout, new DenseVector(Float64Array.of(5, 6, 7)), sums)).toEqual([119, 246]);
    expect(multiply(layout, new SparseVector(3, Int32Array.of(0, 2), Float64Array.of(5, 7)), sums)).toEqual([119, 228]);
    expect(multiply(layout, new SparseVector(3, new Int32Array(), new Float64Array()), sums)).toEqual([100, 200]);
  });

  it('looks at what it stores only', () => {
    const expected = name.startsWith('sparse') ? [100, nan] : [nan, nan];
    expect(multiply(layout, new DenseVector(Float64Array.of(0, nan, 0)))).toEqual(expected);
  });
});

// dgemv("N") of Java8BLAS, Java11BLAS and VectorBLAS (netlib 3.0.3) for a 9 x 6 matrix all of whose rows are alike.
describe('a column-major matrix', () => {
  const row = [
    1.6194072355287836, 0.42930138074078567, -0.05417590880381654, 0.21497834919809555, -0.5692740319225779,
    -1.0219860157141547,
  ];
  const x = [
    5.848004987261722, 2.6003626490411325, -1.1987856670771937, 0.6131115930526284, -7.466736425917705,
    0.01554741969369706,
  ];
  const stored = {
    type: 1,
    numRows: 9,
    numCols: 6,
    values: row.flatMap((value) => Array(9).fill(value)),
    isTransposed: false,
  };

  it.each<[SumsProfile, number, number]>([
    ['fma4', 15.018121791541688, 15.018121791541688],
    ['lanes8', 15.018121791541688, 15.01812179154169],
  ])('is summed four columns at a time: %s', (sums, first, last) => {
    const y = new Float64Array(9);
    addMatrixProduct(matrix.parse(stored)!, sums)(new DenseVector(Float64Array.from(x)), y);
    expect([y[0], y[8]]).toEqual([first, last]);
  });
});
