import type { Expression, Plan, Stage, Step } from '@tinderbox/scoring';
import { EXACT, loosest, type Tolerance, toleranceOf } from './compare.ts';

/**
 * The tolerance of every column of a plan: that of the stage that computes it and of all it is made from. A filter's
 * tolerance counts for nothing: a row is there or not.
 */
export function columnTolerances(root: Stage, plan: Plan): ReadonlyMap<string, Tolerance> {
  const stages = new Map(flatten(root).map((stage) => [labelOf(stage), toleranceOf(stage.exactness)]));
  const tolerances = new Map<string, Tolerance>();
  for (const step of plan.steps) {
    if (step.kind !== 'column') continue;
    const own = stages.get(step.stage ?? '') ?? EXACT;
    const read = columnsOf(step).map((name) => tolerances.get(name) ?? EXACT);
    tolerances.set(step.field.name, read.reduce(loosest, own));
  }
  return tolerances;
}

function flatten(stage: Stage): readonly Stage[] {
  return [stage, ...stage.children.flatMap(flatten)];
}

function labelOf(stage: Stage): string {
  return `${stage.uid} (${stage.spark.slice(stage.spark.lastIndexOf('.') + 1)})`;
}

function columnsOf(step: Step): readonly string[] {
  return step.kind === 'column' ? columnsIn(step.value) : [];
}

function columnsIn(expression: Expression): readonly string[] {
  return expression.kind === 'column' ? [expression.name] : expression.inputs.flatMap(columnsIn);
}
