import { compute, type Expression } from '../../core/expression.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { DenseVector, requireSize, type Vector } from '../../core/vector.ts';
import { constantDot } from '../../kernels/constant-dot.ts';
import { addProducts, vectorDot } from '../../kernels/dot.ts';

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
  // Numbers that are not finite make something of the zeros that a sparse vector does not store.
  if (coefficients.type === 0 || !coefficients.values.every(Number.isFinite)) return compute([features], compile);
  const factors = coefficients.values;
  return compute([features], compile, {
    kind: 'reduce',
    size,
    takesLonger: false,
    ofDense: () => {
      const dot = constantDot(factors, sums);
      return (values) => dot(values) + intercept;
    },
    ofSparse: () => (values) => addProducts(values, factors, 0) + intercept,
  });
}

/** The raw values of a classifier of two classes. */
export function rawOfMargin(margin: Expression<number>): Expression<DenseVector> {
  return compute([margin], () => (value) => new DenseVector(Float64Array.of(-value, value)));
}
