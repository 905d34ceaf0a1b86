import type { Exactness } from '../core/exactness.ts';

/** How far two values may lie apart. */
export interface Tolerance {
  readonly ulps: number;
  readonly abs: number;
  /** Arrays are compared as sets. */
  readonly unordered: boolean;
}

export const EXACT: Tolerance = { ulps: 0, abs: 0, unordered: false };

/** `sumsKnown`: that the other side is known to have summed in the order of the profile. */
export function toleranceOf(exactness: Exactness, sumsKnown: boolean): Tolerance {
  if (exactness === 'bit') return EXACT;
  if (exactness === 'set') return { ...EXACT, unordered: true };
  if ('sums' in exactness) return toleranceOf(sumsKnown ? exactness.exact : exactness.otherwise, sumsKnown);
  return { ulps: exactness.ulps, abs: exactness.abs ?? 0, unordered: false };
}

/** The looser of two, for a column made from inexact ones. */
export function loosest(a: Tolerance, b: Tolerance): Tolerance {
  return { ulps: Math.max(a.ulps, b.ulps), abs: Math.max(a.abs, b.abs), unordered: a.unordered || b.unordered };
}
