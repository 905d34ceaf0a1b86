import { optional, string, strings } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { planStages } from '../../core/plan.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import type { Step } from '../../core/step.ts';
import { tuningFit } from './fit-params.ts';

/** A stage that does what the stages inside it do, one after the other. */
export function defineContainer(spark: string) {
  const params = { stageUids: optional(strings), language: optional(string) };
  return defineStage({ spark, exactness: 'bit', params, plan: planChildren });
}

/** A tuning model: it does what the best model inside it does. */
export function defineBestModel(spark: string) {
  return defineStage({
    spark,
    exactness: 'bit',
    fitParams: tuningFit,
    params: { language: optional(string) },
    plan(model, input) {
      if (model.children.length === 1) return planChildren(model, input);
      throw new ScoringError('MODEL_INCOMPLETE', `expected one stage in bestModel/, got ${model.children.length}`);
    },
  });
}

function planChildren(model: Model<object, unknown>, input: Columns): readonly Step[] {
  return planStages(model.children, input);
}
