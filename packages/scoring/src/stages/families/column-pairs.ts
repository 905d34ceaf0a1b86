import { optional, string, strings } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import type { Model } from '../../core/stage.ts';

/** The params of a stage that maps one column to one, or (by inputCols) several to several. */
export const columnPairParams = {
  inputCol: optional(string),
  outputCol: optional(string),
  inputCols: optional(strings),
  outputCols: optional(strings),
};

type PairParams = {
  readonly inputCol: string | undefined;
  readonly outputCol: string | undefined;
  readonly inputCols?: readonly string[] | undefined;
  readonly outputCols?: readonly string[] | undefined;
};

export interface ColumnPair {
  readonly input: string;
  readonly output: string;
}

/**
 * The pairs a stage works on. inputCols counts where it is set, else inputCol with outputCol, whose default is
 * `<uid>__output`. Mirrors Spark's `HasInputCols` and `ParamValidators.checkSingleVsMultiColumnParams`.
 */
export function columnPairs(model: Model<PairParams, unknown>): readonly ColumnPair[] {
  const { inputCols, outputCols } = model.params;
  if (inputCols !== undefined) {
    if (outputCols?.length === inputCols.length)
      return inputCols.map((input, i) => ({ input, output: outputCols[i]! }));
    throw new ScoringError(
      'MODEL_PARAM',
      `expected as many outputCols as inputCols (${inputCols.length}), got ${outputCols?.length ?? 0}`,
      { param: 'outputCols' },
    );
  }
  return [{ input: inputName(model), output: outputName(model) }];
}

/** Spark reads all inputs before it writes; steps in order would read what an earlier one wrote. */
export function requireApart(pairs: readonly ColumnPair[]): void {
  pairs.forEach(({ output }, i) => {
    if (pairs.every((later, j) => j <= i || later.input !== output)) return;
    throw new ScoringError(
      'STAGE_PARAM_UNSUPPORTED',
      'expected outputs apart from later inputs, got one that is both',
      {
        param: 'outputCols',
        column: output,
      },
    );
  });
}

/** inputCol, which must be there. */
export function inputName(model: Model<{ readonly inputCol: string | undefined }, unknown>): string {
  const { inputCol } = model.params;
  if (inputCol !== undefined) return inputCol;
  throw new ScoringError('MODEL_PARAM', 'expected a string, got none', { param: 'inputCol' });
}

/** outputCol, or the default that Spark makes of the uid. */
export function outputName(model: Model<{ readonly outputCol: string | undefined }, unknown>): string {
  return model.params.outputCol ?? `${model.uid}__output`;
}
