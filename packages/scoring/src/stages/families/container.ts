import { doubles, optional, string, strings } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { planStages } from '../../core/plan.ts';
import { defineStage, type Model, type StoredStage } from '../../core/stage.ts';
import type { Step } from '../../core/step.ts';
import { tuningFit } from './fit-params.ts';

/** A stage that does what the stages inside it do, one after the other. */
export function defineContainer(spark: string) {
  const params = { stageUids: optional(strings), language: optional(string) };
  return defineStage({ spark, exactness: 'bit', params, plan: planChildren });
}

/** A tuning model: it does what the best model inside it does. */
export function defineBestModel(spark: string, metrics: readonly string[]) {
  return defineStage({
    spark,
    exactness: 'bit',
    fitParams: tuningFit,
    params: { language: optional(string) },
    values: Object.fromEntries(
      metrics.map((name) => [name, (_: unknown, stored: StoredStage) => metricsOf(stored, name)]),
    ),
    plan(model, input) {
      if (model.children.length === 1) return planChildren(model, input);
      throw new ScoringError('MODEL_INCOMPLETE', `expected one stage in bestModel/, got ${model.children.length}`);
    },
  });
}

/** A metric for each set of params that was tried; none where the writer has left them out. */
function metricsOf({ extras }: StoredStage, name: string): readonly number[] {
  return doubles.parse(extras[name]) ?? [];
}

function planChildren(model: Model<object, unknown>, input: Columns): readonly Step[] {
  return planStages(model.children, input);
}
