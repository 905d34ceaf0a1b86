import { listNames, ScoringError } from '../core/errors.ts';
import { type Plan, planPipeline, planProgram } from '../core/plan.ts';
import type { Stage } from '../core/stage.ts';
import { type Field, type StructType, structType } from '../core/types.ts';
import { compileRowProgram, type RowProgram } from './row-program.ts';

/** A pipeline compiled for rows of one schema. Synchronous; keeps no state between rows. */
export interface Scorer {
  readonly input: StructType;
  /** The columns of a scored row, in order. */
  readonly output: StructType;
  /** For each output column: true where the pipeline computes it, false where it passes an input column on. */
  readonly computed: readonly boolean[];
  /**
   * One row in the order of `input` to one in the order of `output`; undefined where the pipeline drops the row.
   * Throws a ScoringError that names stage and column where the row cannot be scored.
   */
  readonly scoreRow: RowProgram;
}

/**
 * Plans and compiles. `columns` are the wanted outputs in their order; the rest is never computed. Default: all.
 * Fails with INPUT_* errors where the schema does not fit, and for wanted columns that do not exist.
 */
export function createScorer(stage: Stage, input: StructType, columns?: readonly string[]): Scorer {
  const plan = planPipeline(stage, input);
  const wanted = columns === undefined ? plan.output.fields : columns.map((name) => findOutput(plan, name));
  const program = planProgram(plan, wanted);
  const computed = program.output.map(({ field, slot }) => field.name !== input.fields[slot]?.name);
  return { input, output: structType(wanted), computed, scoreRow: compileRowProgram(program) };
}

function findOutput(plan: Plan, name: string): Field {
  const field = plan.output.fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return field;
  const have = listNames(plan.output.fields.map((candidate) => candidate.name));
  throw new ScoringError('INPUT_COLUMN_MISSING', `expected an output column, got no such name (have: ${have})`, {
    column: name,
  });
}
