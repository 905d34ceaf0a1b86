import { compute, type Expression } from '../../core/expression.ts';
import { DenseVector } from '../../core/vector.ts';

/** A dense vector of `size` elements, all of which the function writes. */
export function fillVector<V>(
  input: Expression<V>,
  size: number,
  prepare: () => (into: Float64Array, value: V) => void,
): Expression<DenseVector> {
  const compile = () => {
    const fill = prepare();
    return (value: V) => {
      const values = new Float64Array(size);
      fill(values, value);
      return new DenseVector(values);
    };
  };
  return compute([input], compile, { kind: 'fill', size, fill: prepare as FillAny });
}

type FillAny = () => (into: Float64Array, value: unknown) => void;

/** A dense vector of `size` elements, changed in a copy. */
export function changeVector(
  input: Expression<DenseVector>,
  size: number,
  prepare: () => (values: Float64Array) => void,
): Expression<DenseVector> {
  const compile = () => {
    const change = prepare();
    return (vector: DenseVector) => {
      const values = vector.values.slice();
      change(values);
      return new DenseVector(values);
    };
  };
  return compute([input], compile, { kind: 'change', size, change: prepare });
}
