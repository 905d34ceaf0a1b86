import { isAtLeast, type SparkVersion } from './spark-version.ts';

/**
 * The order and rounding in which a dense dot product is summed, which decides its last bits:
 * `sequential` one plain sum (Spark before 3.2), `fma4` four fused accumulators (3.2 to 3.5 on Java 11 or later),
 * `lanes8` eight fused SIMD lanes (Spark 4 starts with the vector module; on a CPU with AVX-512).
 */
export type SumsProfile = 'sequential' | 'fma4' | 'lanes8';

export function defaultSums(semantics: SparkVersion): SumsProfile {
  if (isAtLeast(semantics, 4, 0)) return 'lanes8';
  return isAtLeast(semantics, 3, 2) ? 'fma4' : 'sequential';
}
