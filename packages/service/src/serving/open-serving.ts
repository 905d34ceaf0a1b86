import type { ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../app/serving.ts';
import { LocalRepository } from './local-repository.ts';
import { ModelSource, type ServingPorts, type SourceOptions } from './model-source.ts';
import type { AliasSpec, ModelSpec } from './model-spec.ts';
import { ModelTable } from './model-table.ts';
import { watchPath } from './watch-path.ts';

export interface ServingSetup extends SourceOptions {
  readonly models: readonly ModelSpec[];
  /** A folder of which each sub folder is a model too. */
  readonly store?: string | undefined;
  readonly aliases: readonly AliasSpec[];
  /** How often the paths are looked at; undefined: they are read once. */
  readonly watchMilliseconds: number | undefined;
}

export interface OpenServing {
  readonly serving: Serving;
  /** Why models of the store are not served. */
  readonly failures: readonly ScoringError[];
  /** Looks at all paths now. */
  refresh(): Promise<void>;
  /** Ends the watch; models answer on. */
  close(): void;
}

/**
 * Loads and warms all models. Rejects with the failure of a model that was named of which no version can be served, and
 * with MODEL_NOT_FOUND for an alias of what there is not. A model of the store that cannot be served is passed over.
 */
export async function openServing(ports: ServingPorts, setup: ServingSetup): Promise<OpenServing> {
  const { store, aliases, watchMilliseconds } = setup;
  const table = new ModelTable(aliases);
  const createSource = (spec: ModelSpec) => new ModelSource(spec, ports, { table, options: setup });
  const watches: (() => void)[] = [];
  const watch = (path: string, look: () => void) => {
    if (watchMilliseconds !== undefined) watches.push(watchPath(path, look, watchMilliseconds));
  };
  const watchSource = (source: ModelSource) => watch(source.path, () => void source.refresh());
  const named = setup.models.map(createSource);
  const { onEvent } = setup;
  const repository = new LocalRepository(named, store, { createSource, onFound: watchSource, onEvent });
  for (const source of named) await source.open();
  const failures: ScoringError[] = [];
  for (const source of await repository.find()) {
    await source.open().catch((error: ScoringError) => failures.push(error));
  }
  for (const { model, version } of aliases) table.model(model, version);
  table.repository = repository;
  named.forEach(watchSource);
  const refreshAll = async () => {
    await repository.find();
    await Promise.all(repository.sources().map((source) => source.refresh()));
  };
  if (store !== undefined) watch(store, () => void refreshAll());
  return {
    serving: table,
    failures,
    refresh: refreshAll,
    close: () => {
      for (const end of watches) end();
    },
  };
}
