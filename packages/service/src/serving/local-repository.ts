import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ModelRepository, RepositoryEntry } from '../app/serving.ts';
import type { AuditEvent, ModelSource } from './model-source.ts';
import type { ModelSpec } from './model-spec.ts';
import { findModels } from './model-store.ts';

export interface RepositoryPorts {
  createSource(spec: ModelSpec): ModelSource;
  /** Of each source that the store has brought. */
  onFound(source: ModelSource): void;
  onEvent(event: AuditEvent): void;
}

/** The models that were named, and those of a folder of models as they come. */
export class LocalRepository implements ModelRepository {
  readonly #sources: ModelSource[];
  readonly #store: string | undefined;
  readonly #ports: RepositoryPorts;

  constructor(named: readonly ModelSource[], store: string | undefined, ports: RepositoryPorts) {
    this.#sources = [...named];
    this.#store = store;
    this.#ports = ports;
  }

  /** Every source by now. */
  sources(): readonly ModelSource[] {
    return this.#sources;
  }

  async index(): Promise<readonly RepositoryEntry[]> {
    await this.find();
    const entries = this.#sources.flatMap((source) => source.entries());
    return entries.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  }

  load(name: string): Promise<void> {
    return this.#change('load', name, (source) => source.load());
  }

  unload(name: string): Promise<void> {
    return this.#change('unload', name, (source) => source.unload());
  }

  /** The sources of models that the store has by now and had not before; a model that was named keeps its name. */
  async find(): Promise<readonly ModelSource[]> {
    if (this.#store === undefined) return [];
    const models = await findModels(this.#store);
    const added = new Map<string, ModelSource>();
    for (const model of models) {
      if (added.has(model.name) || this.#source(model.name) !== undefined) continue;
      added.set(model.name, this.#ports.createSource(model));
    }
    this.#sources.push(...added.values());
    for (const source of added.values()) this.#ports.onFound(source);
    return [...added.values()];
  }

  async #change(
    action: AuditEvent['action'],
    name: string,
    change: (source: ModelSource) => Promise<void>,
  ): Promise<void> {
    try {
      await change(await this.#require(name));
      this.#ports.onEvent({ event: 'asked', action, name });
    } catch (cause) {
      const error =
        cause instanceof ScoringError ? cause : new ScoringError('INTERNAL', `${action} failed`, {}, { cause });
      this.#ports.onEvent({ event: 'asked', action, name, error });
      throw error;
    }
  }

  #source(name: string): ModelSource | undefined {
    return this.#sources.find((source) => source.name === name);
  }

  async #require(name: string): Promise<ModelSource> {
    if (this.#source(name) === undefined) await this.find();
    const found = this.#source(name);
    if (found !== undefined) return found;
    const have = listNames(this.#sources.flatMap((source) => source.name ?? []));
    throw new ScoringError('MODEL_NOT_FOUND', `expected a model of the repository, got another (have: ${have})`);
  }
}
