import type { Vector } from '../../core/vector.ts';
import { multiplyStored, shiftAndMultiply } from '../../kernels/scale.ts';
import { requireAtMost, requireStoredWithin } from './scaler-inputs.ts';

/** What is taken from each feature and what it is multiplied by; undefined where that part is switched off. */
export interface ShiftAndScale {
  readonly shifts: Float64Array | undefined;
  readonly factors: Float64Array | undefined;
  /** How many features the model knows. */
  readonly size: number;
}

/**
 * (x - shift) * factor. Without shifts the vector keeps its kind, with them the result is dense. Sizes are not compared:
 * shorter vectors pass. Mirrors `StandardScalerModel.getTransformFunc`.
 */
export function shiftAndScale({ shifts, factors, size }: ShiftAndScale): (features: Vector) => Vector {
  if (shifts !== undefined) return (features) => shiftAndMultiply(requireAtMost(features, size), shifts, factors);
  if (factors === undefined) return (features) => features;
  return (features) => multiplyStored(requireStoredWithin(features, size), factors);
}
