import type { Expression } from '../core/expression.ts';
import type { Plan } from '../core/plan.ts';
import type { Stage } from '../core/stage.ts';
import type { SelectedColumn, Step } from '../core/step.ts';
import { EXACT, loosest, type Tolerance, toleranceOf } from './tolerance.ts';

/** Where a column that a pipeline computes comes from. */
export interface ColumnOrigin {
  readonly name: string;
  /** The stage that computes it, as `uid (Class)`. */
  readonly stage: string;
  /** The columns it is computed from. */
  readonly reads: readonly string[];
  /** What Spark's value may differ by: that of the stage and of all the column is made from. */
  readonly tolerance: Tolerance;
}

/**
 * Every column of a plan in order of its computation; one that is replaced comes twice. A filter's tolerance counts for
 * nothing: a row is there or not. `sumsKnown` as for `toleranceOf`.
 */
export function columnOrigins(root: Stage, plan: Plan, sumsKnown: boolean): readonly ColumnOrigin[] {
  const stages = new Map(flatten(root).map((stage) => [labelOf(stage), toleranceOf(stage.exactness, sumsKnown)]));
  const tolerances = new Map<string, Tolerance>();
  return plan.steps.flatMap((step) => {
    const origins = columnsOf(step).map(({ field, value }): ColumnOrigin => {
      const { stage = '' } = step;
      const reads = [...new Set(columnsIn(value))];
      const inherited = reads.map((name) => tolerances.get(name) ?? EXACT);
      // A column that is only passed on is as near as it was.
      const own = value.kind === 'column' ? EXACT : (stages.get(stage) ?? EXACT);
      return { name: field.name, stage, reads, tolerance: inherited.reduce(loosest, own) };
    });
    for (const { name, tolerance } of origins) tolerances.set(name, tolerance);
    return origins;
  });
}

/** The columns that a step computes or selects, all from what was there before it. */
function columnsOf(step: Step): readonly SelectedColumn[] {
  if (step.kind === 'select') return step.columns;
  return step.kind === 'column' ? [step] : [];
}

/**
 * The columns that `name` is made from, inputs of the pipeline first, then in order of their computation, itself last.
 * Without those that are replaced afterwards: of them nothing is left to look at.
 */
export function columnsUpstream(origins: readonly ColumnOrigin[], name: string): readonly string[] {
  const indexOf = (column: string, before: number) =>
    origins.findLastIndex((origin, i) => i < before && origin.name === column);
  const inputs = new Set<string>();
  const seen = new Set<number>();
  const visit = (column: string, before: number) => {
    const index = indexOf(column, before);
    if (index < 0) inputs.add(column);
    else if (!seen.has(index)) {
      seen.add(index);
      for (const read of origins[index]?.reads ?? []) visit(read, index);
    }
  };
  visit(name, origins.length);
  const lastOf = (column: string) => indexOf(column, origins.length);
  const computed = origins.filter((origin, index) => seen.has(index) && index === lastOf(origin.name));
  return [...[...inputs].filter((column) => lastOf(column) < 0), ...computed.map((origin) => origin.name)];
}

function flatten(stage: Stage): readonly Stage[] {
  return [stage, ...stage.children.flatMap(flatten)];
}

function labelOf(stage: Stage): string {
  return `${stage.uid} (${stage.spark.slice(stage.spark.lastIndexOf('.') + 1)})`;
}

function columnsIn(expression: Expression): readonly string[] {
  return expression.kind === 'column' ? [expression.name] : expression.inputs.flatMap(columnsIn);
}
