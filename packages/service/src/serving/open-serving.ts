import type { Serving } from '../app/serving.ts';
import { ModelSource, type ServingPorts, type SourceOptions } from './model-source.ts';
import type { AliasSpec, ModelSpec } from './model-spec.ts';
import { ModelTable } from './model-table.ts';
import { watchPath } from './watch-path.ts';

export interface ServingSetup extends SourceOptions {
  readonly models: readonly ModelSpec[];
  readonly aliases: readonly AliasSpec[];
  /** How often the paths are looked at; undefined: they are read once. */
  readonly watchMilliseconds: number | undefined;
}

export interface OpenServing {
  readonly serving: Serving;
  /** Looks at all paths now. */
  refresh(): Promise<void>;
  /** Ends the watch; models answer on. */
  close(): void;
}

/**
 * Loads and warms all models. Rejects with the failure of a model of which no version can be served, and with
 * MODEL_NOT_FOUND for an alias of what there is not.
 */
export async function openServing(ports: ServingPorts, setup: ServingSetup): Promise<OpenServing> {
  const table = new ModelTable(setup.aliases);
  const sources = setup.models.map((spec) => new ModelSource(spec, ports, { table, options: setup }));
  for (const source of sources) await source.open();
  for (const { model, version } of setup.aliases) table.model(model, version);
  const { watchMilliseconds } = setup;
  const watches =
    watchMilliseconds === undefined
      ? []
      : sources.map((source) => watchPath(source.path, () => void source.refresh(), watchMilliseconds));
  return {
    serving: table,
    refresh: async () => {
      await Promise.all(sources.map((source) => source.refresh()));
    },
    close: () => {
      for (const end of watches) end();
    },
  };
}
