import { type Computation, compute, type Expression } from '../../core/expression.ts';
import type { ShiftAndScale } from '../../core/formula.ts';
import type { Vector } from '../../core/vector.ts';
import { multiplyStored, shiftAndMultiply } from '../../kernels/scale.ts';
import { requireAtMost, requireStoredWithin } from './scaler-inputs.ts';

/** What a scaler has learnt: made into numbers when a program is. */
export interface Scaler {
  /** How many features the model knows. */
  readonly size: number;
  readonly by: () => ShiftAndScale;
}

/**
 * (x - shift) * factor. Without shifts the vector keeps its kind, with them the result is dense. Sizes are not compared:
 * shorter vectors pass. Mirrors `StandardScalerModel.getTransformFunc`.
 */
export function shiftAndScale(features: Expression<Vector>, { size, by }: Scaler): Computation<Vector> {
  const compile = () => scalerOf(by(), size);
  return compute([features], compile, { kind: 'scale', size, by });
}

function scalerOf({ shifts, factors }: ShiftAndScale, size: number): (features: Vector) => Vector {
  if (shifts !== undefined) return (features) => shiftAndMultiply(requireAtMost(features, size), shifts, factors);
  if (factors === undefined) return (features) => features;
  return (features) => multiplyStored(requireStoredWithin(features, size), factors);
}
