import { SparseVector } from '../core/vector.ts';
import { OpenHashSums } from './open-hash-sums.ts';

/** The splits of a tree in pre-order: by which feature, and how much impurity times weight that took away. */
export interface SplitGains {
  readonly features: readonly number[];
  readonly gains: readonly number[];
}

export interface ImportanceOptions {
  /** The size of the result; negative where it is not known: then it ends at the last feature that a tree asks for. */
  readonly size: number;
  /** Whether every tree counts the same. */
  readonly normalisesTrees: boolean;
}

/** The share of each feature in the gains of all splits; together 1. Mirrors `TreeEnsembleModel.featureImportances`. */
export function featureImportances(
  trees: readonly SplitGains[],
  { size, normalisesTrees }: ImportanceOptions,
): SparseVector {
  const all = new OpenHashSums();
  for (const { features, gains } of trees) {
    const own = new OpenHashSums();
    features.forEach((feature, i) => {
      own.add(feature, gains[i]!);
    });
    const norm = normalisesTrees ? own.total() : 1;
    if (norm !== 0) for (const [feature, gain] of own.entries()) all.add(feature, gain / norm);
  }
  const total = all.total();
  const shares = all.entries().map(([feature, gain]) => [feature, total === 0 ? gain : gain / total] as const);
  shares.sort((a, b) => a[0] - b[0]);
  const last = trees.reduce((most, { features }) => features.reduce((a, b) => Math.max(a, b), most), -1);
  return new SparseVector(
    size < 0 ? last + 1 : size,
    Int32Array.from(shares, ([feature]) => feature),
    Float64Array.from(shares, ([, share]) => share),
  );
}
