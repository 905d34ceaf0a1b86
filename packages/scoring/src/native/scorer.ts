import { listNames, ScoringError } from '../core/errors.ts';
import { type Plan, type Program, planPipeline, planProgram } from '../core/plan.ts';
import type { Stage } from '../core/stage.ts';
import { type Field, type StructType, structType } from '../core/types.ts';
import { generateProgram, type RowFunction } from './generated-program.ts';
import { compileAtFirstRow, compileRowProgram, type RowProgram } from './row-program.ts';
import { arrayShape } from './row-shape.ts';

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

export interface ScorerOptions {
  /** The wanted outputs in their order; the rest is never computed. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** False: no code is made, for places that forbid it; the answers are the same, only later. Default: true. */
  readonly codegen?: boolean | undefined;
}

/**
 * Plans and compiles. Fails with INPUT_* errors where the schema does not fit, and for wanted columns that do not exist.
 */
export function createScorer(stage: Stage, input: StructType, options: ScorerOptions = {}): Scorer {
  const { program, output } = planScorer(stage, input, options.columns);
  const computed = program.output.map(({ field, slot }) => field.name !== input.fields[slot]?.name);
  const made = options.codegen === false ? undefined : generateRowProgram(program);
  return { input, output, computed, scoreRow: made ?? compileRowProgram(program) };
}

function generateRowProgram(program: Program): RowProgram | undefined {
  return generateProgram(program, arrayShape(), compileAtFirstRow(program) as RowFunction) as RowProgram | undefined;
}

/** The program for the wanted columns, and their schema. */
export function planScorer(
  stage: Stage,
  input: StructType,
  columns: readonly string[] | undefined,
): { readonly program: Program; readonly output: StructType } {
  const plan = planPipeline(stage, input);
  const wanted = columns === undefined ? plan.output.fields : columns.map((name) => findOutput(plan, name));
  return { program: planProgram(plan, wanted), output: structType(wanted) };
}

function findOutput(plan: Plan, name: string): Field {
  const field = plan.output.fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return field;
  const have = listNames(plan.output.fields.map((candidate) => candidate.name));
  throw new ScoringError('INPUT_COLUMN_MISSING', `expected an output column, got no such name (have: ${have})`, {
    column: name,
  });
}
