/**
 * Sums with the fifth roots of unity, for transforms of five parts: `near` belongs to the roots one step from 1, `far` to
 * those two steps away.
 */

const COSINE_FIFTH = 0.30901699437494745;
const SINE_FIFTH = 0.9510565162951535;
const COSINE_TWO_FIFTHS = -0.8090169943749473;
const SINE_TWO_FIFTHS = 0.5877852522924732;

export function cosinesOfFirst(start: number, near: number, far: number): number {
  return start + COSINE_FIFTH * near + COSINE_TWO_FIFTHS * far;
}

export function cosinesOfSecond(start: number, near: number, far: number): number {
  return start + COSINE_TWO_FIFTHS * near + COSINE_FIFTH * far;
}

export function sinesOfFirst(near: number, far: number): number {
  return SINE_FIFTH * near + SINE_TWO_FIFTHS * far;
}

export function sinesOfSecond(near: number, far: number): number {
  return SINE_TWO_FIFTHS * near - SINE_FIFTH * far;
}
