import { ScoringError } from './errors.ts';
import { isAtLeast, type SparkVersion } from './spark-version.ts';

/**
 * The order and rounding in which dense products are summed, which decides the last bits:
 * `sequential` one plain sum (Spark before 3.2), `fma4` four fused accumulators (3.2 to 3.5 on Java 11 or later),
 * `lanes2`, `lanes4`, `lanes8` that many fused SIMD lanes (Spark 4 starts with the vector module: SSE and NEON have two
 * lanes, AVX2 four, AVX-512 eight). `fast` is no Spark's: plain sums in whatever order is fast, and the exp of the
 * JavaScript engine.
 */
export const SUMS_PROFILES = ['sequential', 'fma4', 'lanes2', 'lanes4', 'lanes8', 'fast'] as const;
export type SumsProfile = (typeof SUMS_PROFILES)[number];

/** Doubles in a SIMD register of the CPU, for profiles of Spark with the vector module. */
const LANES: Readonly<Partial<Record<SumsProfile, number>>> = { lanes2: 2, lanes4: 4, lanes8: 8 };

export function lanesOf(sums: SumsProfile): number | undefined {
  return LANES[sums];
}

/** True where a product is added without being rounded first. */
export function isFused(sums: SumsProfile): boolean {
  return sums !== 'sequential' && sums !== 'fast';
}

/** What that version of Spark does; from 4.0 on, on a CPU with AVX-512. */
export function defaultSums(semantics: SparkVersion): SumsProfile {
  if (isAtLeast(semantics, 4, 0)) return 'lanes8';
  return isAtLeast(semantics, 3, 2) ? 'fma4' : 'sequential';
}

/** The profile of that name; anything else fails. */
export function requireSums(name: string): SumsProfile {
  const profile = SUMS_PROFILES.find((candidate) => candidate === name);
  if (profile !== undefined) return profile;
  throw new ScoringError('INPUT_FORMAT', `expected one of ${SUMS_PROFILES.join(', ')}, got "${name}"`, {
    param: 'sums',
  });
}
