import { compute, type Expression } from '../../core/expression.ts';
import type { ValueReaders } from '../../core/stage.ts';
import type { StoredElements } from '../../core/stored-elements.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { type DenseVector, requireSize, type SparseVector, type Vector } from '../../core/vector.ts';
import { constantDot } from '../../kernels/constant-dot.ts';
import { addProducts, commonDot, sparseDot, sparseDotOfNonZeros, storedDot, vectorDot } from '../../kernels/dot.ts';
import { fillVector } from './filled-vector.ts';

export interface LinearModel {
  readonly coefficients: Vector;
  readonly intercept: number;
}

/** The features times the coefficients, as `BLAS.dot` sums them, then the intercept. Other sizes fail the row. */
export function linearMargin(
  { coefficients, intercept }: LinearModel,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<number> {
  const { size } = coefficients;
  const compile = () => {
    const dot = vectorDot(sums);
    return (vector: Vector) => dot(requireSize(vector, size), coefficients) + intercept;
  };
  const dots = coefficients.type === 1 ? denseDots(coefficients.values, sums) : sparseDots(coefficients);
  // Numbers that are not finite make something of the zeros that a sparse vector does not store.
  if (!coefficients.values.every(Number.isFinite)) return compute([features], compile);
  return compute([features], compile, {
    kind: 'reduce',
    size,
    takesLonger: false,
    ofDense: () => addTo(intercept, dots.ofDense()),
    ofSparse: () => addTo(intercept, dots.ofSparse()),
    ofStored: () => addTo(intercept, dots.ofStored()),
  });
}

function addTo<T>(intercept: number, dot: (features: T) => number): (features: T) => number {
  return (features) => dot(features) + intercept;
}

/** The dot product with constant coefficients, for each way in which a compiler holds a vector. */
interface Dots {
  readonly ofDense: () => (values: Float64Array) => number;
  readonly ofSparse: () => (values: Float64Array) => number;
  readonly ofStored: () => (elements: StoredElements) => number;
}

function denseDots(coefficients: Float64Array, sums: SumsProfile): Dots {
  return {
    ofDense: () => constantDot(coefficients, sums),
    ofSparse: () => (values) => addProducts(values, coefficients, 0),
    ofStored: () => (elements) => storedDot(elements, coefficients),
  };
}

function sparseDots(coefficients: SparseVector): Dots {
  return {
    ofDense: () => (values) => sparseDot(coefficients, values),
    ofSparse: () => (values) => sparseDotOfNonZeros(coefficients, values),
    ofStored: () => commonDot(coefficients),
  };
}

/** The raw values of a classifier of two classes. */
export function rawOfMargin(margin: Expression<number>): Expression<DenseVector> {
  return fillVector(margin, 2, () => (into, value) => {
    into[0] = -value;
    into[1] = value;
  });
}

/** What every linear model tells. */
export const linearValues: ValueReaders<{ readonly data: LinearModel }> = {
  numFeatures: ({ data }) => data.coefficients.size,
  coefficients: ({ data }) => data.coefficients,
  intercept: ({ data }) => data.intercept,
};
