import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ModelRepository, ServedModel, Serving } from '../app/serving.ts';
import { compareVersions } from './find-versions.ts';
import { type AliasSpec, LATEST } from './model-spec.ts';

/** The models that are served right now. A change is one assignment: who holds a model keeps it to its end. */
export class ModelTable implements Serving {
  /** Set by who fills the table. */
  repository: ModelRepository | undefined;
  /** By name, then by version and alias. */
  #byName: ReadonlyMap<string, ReadonlyMap<string, ServedModel>> = new Map();
  #all: readonly ServedModel[] = [];
  readonly #aliases: readonly AliasSpec[];
  readonly #claimed = new Set<string>();

  constructor(aliases: readonly AliasSpec[]) {
    this.#aliases = aliases;
  }

  readonly models = (): readonly ServedModel[] => this.#all;

  readonly model = (name: string, version: string = LATEST): ServedModel => {
    const versions = this.#byName.get(name);
    const found = versions?.get(version);
    if (found !== undefined) return found;
    const asked = versions === undefined ? 'model' : `version of ${name}`;
    const have = listNames(versions?.keys() ?? this.#byName.keys());
    throw new ScoringError(
      'MODEL_NOT_FOUND',
      `expected the name of a ${asked} that is served, got another (have: ${have})`,
    );
  };

  readonly aliases = (name: string): { readonly [alias: string]: string } => {
    const named = this.#byName.get(name) ?? new Map<string, ServedModel>();
    const others = [...named].filter(([key, { version }]) => key !== version);
    return Object.fromEntries(others.map(([key, { version }]) => [key, version]));
  };

  readonly hold = (): Serving => {
    const held = new ModelTable(this.#aliases);
    held.#all = this.#all;
    held.#byName = this.#byName;
    return held;
  };

  /** Takes a name for one source of models. Throws INPUT_FORMAT where another has it. */
  claim(name: string): string {
    if (this.#claimed.has(name)) {
      throw new ScoringError('INPUT_FORMAT', `expected a name for each model, got ${name} twice: write name=path`);
    }
    this.#claimed.add(name);
    return name;
  }

  /** Puts versions of a model, perhaps none, in the place of all it had. */
  replace(name: string, versions: readonly ServedModel[]): void {
    const others = this.#all.filter((model) => model.name !== name);
    const newestFirst = versions.toSorted((a, b) => compareVersions(b.version, a.version));
    this.#all = [...others, ...newestFirst].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
    const byName = new Map(this.#byName);
    if (versions.length === 0) byName.delete(name);
    else byName.set(name, this.#named(name, newestFirst));
    this.#byName = byName;
  }

  #named(name: string, newestFirst: readonly ServedModel[]): ReadonlyMap<string, ServedModel> {
    const named = new Map(newestFirst.map((model) => [model.version, model]));
    const [newest] = newestFirst;
    if (newest !== undefined) named.set(LATEST, newest);
    for (const { model, alias, version } of this.#aliases) {
      const target = named.get(version);
      if (model === name && target !== undefined) named.set(alias, target);
    }
    return named;
  }
}
