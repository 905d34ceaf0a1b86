import type { SparkVersion } from './spark-version.ts';
import { defaultSums, lanesOf, type SumsProfile } from './sums.ts';

/** How far a number may lie from Spark's: that many units in the last place, or `abs` apart, and why. */
export interface Deviation {
  readonly ulps: number;
  readonly abs?: number;
  readonly because: string;
}

/** Answers as `exact` says where Spark added in the order `sums`; a Spark that adds in another is within `otherwise`. */
export interface ExactBySums {
  readonly sums: SumsProfile;
  readonly exact: 'bit' | Deviation;
  readonly otherwise: Deviation;
}

/** How equal a stage's answers are to Spark's. `bit`: the same bits. `set`: the same elements, Spark leaves the order open. */
export type Exactness = 'bit' | 'set' | Deviation | ExactBySums;

/**
 * What the exactness of a stage may hang on: settings of the load, and the model. Without a model the answer must cover
 * every model of the class.
 */
export type ExactnessRule<M = unknown> = (semantics: SparkVersion, sums: SumsProfile, model?: M) => Exactness;

/** The exactness of a stage some of whose models have Spark's bits, and the others what is said here. */
export function exactWhere<M>(isExact: (model: M) => boolean, otherwise: 'set' | Deviation): ExactnessRule<M> {
  return (_semantics, _sums, model) => (model !== undefined && isExact(model) ? 'bit' : otherwise);
}

/**
 * What covers the differences between orders of addition over the corpus (conformance/sums.test.ts), which are mostly of
 * a few units. Where products cancel they are of some thousand units, which is what `abs` is for.
 */
const OTHER_ORDER = { ulps: 64, abs: 1e-12 } as const;

/**
 * The exactness of a stage that adds dense products: of `exact` in the profile that the version has on every machine,
 * and under `fast` or where the CPU decides within what other orders of addition change.
 */
export function exactBySums(exact: 'bit' | Deviation = 'bit'): ExactnessRule {
  return (semantics, sums) => {
    if (sums === 'fast') return loosen(exact, "plain sums and the JavaScript engine's exp, asked for by sums=fast");
    if (sums === defaultSums(semantics) && lanesOf(sums) === undefined) return exact;
    return { sums, exact, otherwise: loosen(exact, 'the width of the CPU decides in which order Spark adds') };
  };
}

function loosen(exact: 'bit' | Deviation, because: string): Deviation {
  if (exact === 'bit') return { ...OTHER_ORDER, because };
  return {
    ulps: OTHER_ORDER.ulps + exact.ulps,
    abs: OTHER_ORDER.abs + (exact.abs ?? 0),
    because: `${exact.because}; ${because}`,
  };
}
