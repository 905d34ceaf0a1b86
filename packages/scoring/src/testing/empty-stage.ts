import type { Stage } from '../core/stage.ts';

/** A stage that does nothing and tells nothing, but what is said otherwise. */
export function emptyStage(uid: string, more: Partial<Stage> = {}): Stage {
  const stage: Stage = {
    spark: 'org.Some',
    uid,
    exactness: 'bit',
    children: [],
    sizes: {},
    queries: {},
    values: [],
    value: async () => undefined,
    plan: () => [],
    withParams: () => stage,
    ...more,
  };
  return stage;
}
