import { double, matrix } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { toRowMajor } from '../../core/matrix.ts';
import { oneRow, type StoredStage, type ValueReaders } from '../../core/stage.ts';
import type { SumsProfile } from '../../core/sums.ts';
import { requireSize, type Vector } from '../../core/vector.ts';
import { vectorDot } from '../../kernels/dot.ts';
import { addPairs } from '../../kernels/pairwise.ts';
import { modelVector } from './model-vector.ts';

export interface FactorizationMachine {
  readonly intercept: number;
  readonly linear: Vector;
  /** `count` numbers a feature, feature by feature. */
  readonly factors: Float64Array;
  readonly count: number;
}

const layout = oneRow({ intercept: double, linear: modelVector, factors: matrix });

/** One weight and one row of factors a feature. Fails with MODEL_DATA where their numbers differ. */
export async function readMachine(stored: StoredStage): Promise<FactorizationMachine> {
  const { intercept, linear, factors } = await layout.read(stored);
  if (factors.rows === linear.size && factors.type === 1) {
    return { intercept, linear, factors: toRowMajor(factors), count: factors.columns };
  }
  const got = `${factors.rows} in a ${factors.type === 1 ? 'dense' : 'sparse'} matrix`;
  throw new ScoringError('MODEL_DATA', `expected dense factors of ${linear.size} features, got ${got}`, stored.where);
}

export function machineSizes({ linear, count }: FactorizationMachine) {
  return { features: linear.size, factors: count };
}

/** Intercept, linear terms and those of all pairs. Mirrors `FactorizationMachines.getRawPrediction`. */
export function machineMargin(
  { intercept, linear, factors, count }: FactorizationMachine,
  features: Expression<Vector>,
  sums: SumsProfile,
): Expression<number> {
  return compute([features], () => {
    const dot = vectorDot(sums);
    const add = addPairs(factors, count);
    return (vector) => add(vector, intercept + dot(requireSize(vector, linear.size), linear));
  });
}

/** What the machines tell. */
export const machineValues: ValueReaders<{ readonly data: FactorizationMachine }> = {
  numFeatures: ({ data }) => data.linear.size,
  intercept: ({ data }) => data.intercept,
  linear: ({ data }) => data.linear,
  factors: async (_, stored) => (await layout.read(stored)).factors,
};
