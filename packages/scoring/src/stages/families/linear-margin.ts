import { compute, type Expression } from '../../core/expression.ts';
import type { ValueReaders } from '../../core/stage.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { DenseVector, requireSize, type Vector } from '../../core/vector.ts';
import { vectorDot } from '../../kernels/dot.ts';

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
  return compute([features], () => {
    const dot = vectorDot(sums);
    const { size } = coefficients;
    return (vector) => dot(requireSize(vector, size), coefficients) + intercept;
  });
}

/** The raw values of a classifier of two classes. */
export function rawOfMargin(margin: Expression<number>): Expression<DenseVector> {
  return compute([margin], () => (value) => new DenseVector(Float64Array.of(-value, value)));
}

/** What every linear model tells. */
export const linearValues: ValueReaders<{ readonly data: LinearModel }> = {
  numFeatures: ({ data }) => data.coefficients.size,
  coefficients: ({ data }) => data.coefficients,
  intercept: ({ data }) => data.intercept,
};
