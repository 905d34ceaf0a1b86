import { ScoringError } from '../../core/errors.ts';
import type { Vector } from '../../core/vector.ts';

/** The vector itself; a row that stores a feature beyond the `size` known ones fails. A shorter vector passes. */
export function requireStoredWithin(vector: Vector, size: number): Vector {
  const end = vector.type === 1 ? vector.size : (vector.indices.at(-1) ?? -1) + 1;
  if (end <= size) return vector;
  throw new ScoringError('INPUT_VALUE', `expected at most ${size} features, got feature ${end - 1}`);
}

/** The vector itself; one that is longer fails the row, a shorter one passes. */
export function requireAtMost(vector: Vector, size: number): Vector {
  if (vector.size <= size) return vector;
  throw new ScoringError('INPUT_VALUE', `expected a vector of at most ${size} elements, got ${vector.size}`);
}
