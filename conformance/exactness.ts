import type { Expression, Plan, SelectedColumn, Stage, Step } from '@tinderbox/scoring';
import { EXACT, loosest, type Tolerance, toleranceOf } from './compare.ts';

/**
 * The tolerance of every column of a plan: that of the stage that computes it and of all it is made from. A filter's
 * tolerance counts for nothing: a row is there or not.
 */
export function columnTolerances(root: Stage, plan: Plan): ReadonlyMap<string, Tolerance> {
  const stages = new Map(flatten(root).map((stage) => [labelOf(stage), toleranceOf(stage.exactness)]));
  const tolerances = new Map<string, Tolerance>();
  for (const step of plan.steps) {
    const own = stages.get(step.stage ?? '') ?? EXACT;
    const added = columnsOf(step).map(({ field, value }) => {
      const read = columnsIn(value).map((name) => tolerances.get(name) ?? EXACT);
      return [field.name, value.kind === 'column' ? read.reduce(loosest) : read.reduce(loosest, own)] as const;
    });
    for (const [name, tolerance] of added) tolerances.set(name, tolerance);
  }
  return tolerances;
}

function flatten(stage: Stage): readonly Stage[] {
  return [stage, ...stage.children.flatMap(flatten)];
}

function labelOf(stage: Stage): string {
  return `${stage.uid} (${stage.spark.slice(stage.spark.lastIndexOf('.') + 1)})`;
}

function columnsOf(step: Step): readonly SelectedColumn[] {
  if (step.kind === 'select') return step.columns;
  return step.kind === 'column' ? [step] : [];
}

function columnsIn(expression: Expression): readonly string[] {
  return expression.kind === 'column' ? [expression.name] : expression.inputs.flatMap(columnsIn);
}
