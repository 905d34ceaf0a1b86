import type { ServedModel, Serving } from '../app/serving.ts';
import { METRICS } from './metric-table.ts';
import type { Metrics } from './metrics.ts';

/** The gauges of the versions that are served; `now` in milliseconds since 1970. */
export function addModels(metrics: Metrics, serving: Serving, now: () => number): void {
  const each = (read: (model: ServedModel) => number) => () =>
    serving.models().map((model) => ({ labels: { model: model.name, version: model.version }, value: read(model) }));
  metrics.readings(
    METRICS.modelAge,
    each(({ loadedAt }) => Math.max(0, now() - loadedAt) / 1000),
  );
  metrics.readings(
    METRICS.modelLoaded,
    each(({ loadedAt }) => loadedAt / 1000),
  );
}
