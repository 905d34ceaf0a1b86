import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../app/serving.ts';
import type { LentVersion, ToAnswerThread } from './answer-messages.ts';

/** Thrown by a version that is asked for what it can tell only when it is loaded. */
export class NotLoaded extends Error {
  readonly version: LentVersion;

  constructor(version: LentVersion) {
    super('not loaded');
    this.version = version;
  }
}

const LATEST = 'latest';

/** The models of another thread: names and versions are known, what is asked of a version throws NotLoaded until `put`. */
export class LentModels implements Serving {
  #versions: readonly LentModel[] = [];
  #before: readonly LentModel[] = [];
  #aliases: { readonly [name: string]: { readonly [alias: string]: string } } = {};

  readonly models = (): readonly ServedModel[] => this.#versions;

  readonly model = (name: string, version: string = LATEST): ServedModel => {
    const wanted = this.#aliases[name]?.[version] ?? version;
    const found = this.#versions.find((model) => model.name === name && model.version === wanted);
    if (found !== undefined) return found;
    const versions = this.#versions.filter((model) => model.name === name);
    const asked = versions.length === 0 ? 'model' : `version of ${name}`;
    const known = versions.flatMap((model) => [model.version, ...Object.keys(this.#aliases[name] ?? {})]);
    const have = listNames(versions.length === 0 ? this.#versions.map((model) => model.name) : new Set(known));
    throw new ScoringError(
      'MODEL_NOT_FOUND',
      `expected the name of a ${asked} that is served, got another (have: ${have})`,
    );
  };

  readonly aliases = (name: string): { readonly [alias: string]: string } => this.#aliases[name] ?? {};

  /** What was there before stays loaded, and may come back once: a request may go on with models that have been swapped. */
  replace({ models, aliases }: Extract<ToAnswerThread, { kind: 'models' }>): void {
    const known = new Map([...this.#before, ...this.#versions].map((model) => [keyOf(model), model]));
    this.#before = this.#versions;
    this.#versions = models.map((version) => known.get(keyOf(version)) ?? new LentModel(version));
    this.#aliases = aliases;
  }

  put(version: LentVersion, loaded: ServedModel): void {
    const found = this.#versions.find((model) => keyOf(model) === keyOf(version));
    if (found !== undefined) found.loaded = loaded;
  }
}

function keyOf({ name, version, path, loadedAt }: LentVersion): string {
  return [name, version, path, loadedAt].join('\0');
}

class LentModel implements ServedModel {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly loadedAt: number;
  readonly signature: string | undefined;
  loaded: ServedModel | undefined;

  constructor({ name, version, path, loadedAt, signature }: LentVersion) {
    this.name = name;
    this.version = version;
    this.path = path;
    this.loadedAt = loadedAt;
    this.signature = signature;
  }

  get inspection() {
    return this.#loaded().inspection;
  }

  get input() {
    return this.#loaded().input;
  }

  get output() {
    return this.#loaded().output;
  }

  scorer(...how: Parameters<ServedModel['scorer']>) {
    return this.#loaded().scorer(...how);
  }

  score(...how: Parameters<ServedModel['score']>) {
    return this.#loaded().score(...how);
  }

  #loaded(): ServedModel {
    if (this.loaded === undefined) throw new NotLoaded(this);
    return this.loaded;
  }
}
