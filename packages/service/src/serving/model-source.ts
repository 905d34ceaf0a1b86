import { setTimeout as sleep } from 'node:timers/promises';
import { type Artifact, ScoringError } from '@tinderbox/scoring';
import type { Engine, LoadOptions } from '../app/engine.ts';
import type { RepositoryEntry, ServedModel } from '../app/serving.ts';
import { compareVersions, type FoundVersion, findVersions } from './find-versions.ts';
import { defaultName, type ModelSpec } from './model-spec.ts';
import type { ModelTable } from './model-table.ts';
import { createServedModel } from './served-model.ts';
import { signatureOf } from './signature.ts';
import { warmUp } from './warm-up.ts';

export interface ServingPorts {
  readonly engine: Engine;
  openModel(path: string): Promise<Artifact>;
}

/** What became of a version, for the log. */
export type ServingEvent =
  | { readonly event: 'loaded' | 'replaced'; readonly model: ServedModel; readonly milliseconds: number }
  | { readonly event: 'refused'; readonly name: string; readonly version: string; readonly error: ScoringError }
  | { readonly event: 'removed'; readonly name: string; readonly version: string }
  | AuditEvent;

/** What somebody asked for, and what came of it. */
export interface AuditEvent {
  readonly event: 'asked';
  readonly action: 'load' | 'unload';
  readonly name: string;
  /** Undefined where it was done. */
  readonly error?: ScoringError | undefined;
}

export interface SourceOptions extends LoadOptions {
  /** The rows that a model of that name must be able to score. */
  readonly warmUpRows: (name: string) => readonly object[] | undefined;
  readonly onEvent: (event: ServingEvent) => void;
  /** How long nothing may change before a changed version is read. */
  readonly settleMilliseconds: number;
}

/** A version that is served, or was refused, as it was found. */
interface Known {
  readonly signature: string | undefined;
  readonly model: ServedModel | undefined;
  /** Of the last reading. */
  readonly failure: ScoringError | undefined;
}

interface SignedVersion extends FoundVersion {
  readonly signature: string | undefined;
}

/** Keeps the versions of one model in the table as they stand at its path. */
export class ModelSource {
  readonly path: string;
  #name: string | undefined;
  #known: ReadonlyMap<string, Known> = new Map();
  #refreshing: Promise<void> | undefined;
  /** The end of the last change that was begun: they come one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #isWanted = true;
  #isLoading = false;
  readonly #ports: ServingPorts;
  readonly #table: ModelTable;
  readonly #options: SourceOptions;

  constructor({ name, path }: ModelSpec, ports: ServingPorts, around: { table: ModelTable; options: SourceOptions }) {
    this.path = path;
    this.#ports = ports;
    this.#table = around.table;
    this.#name = name === undefined ? undefined : this.#table.claim(name);
    this.#options = around.options;
  }

  /** Undefined until a source that was given none has been read. */
  get name(): string | undefined {
    return this.#name;
  }

  /** What is known of its versions, the newest first; of one that is not served but one entry. */
  entries(): readonly RepositoryEntry[] {
    const name = this.#name ?? '';
    if (this.#known.size === 0) {
      if (this.#isLoading) return [{ name, version: undefined, state: 'LOADING', reason: '' }];
      return [{ name, version: undefined, state: 'UNAVAILABLE', reason: this.#isWanted ? '' : 'unloaded' }];
    }
    const newestFirst = [...this.#known].sort(([a], [b]) => compareVersions(b, a));
    return newestFirst.map(([version, { model, failure }]) => ({
      name,
      version,
      state: model === undefined ? 'UNAVAILABLE' : 'READY',
      reason: failure?.message ?? '',
    }));
  }

  /**
   * Reads what is new, has changed or could not be read. Rejects where a version cannot be read, with the failure of the
   * newest; those that can are served.
   */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isWanted = true;
      this.#isLoading = true;
      try {
        const failures = await this.#read(await findVersions(this.path), true);
        if (failures.length > 0) throw failures.at(-1) as ScoringError;
      } finally {
        this.#isLoading = false;
      }
    });
  }

  /** The first reading. Rejects where no version can be served, with the failure of the newest. */
  async open(): Promise<void> {
    await this.load().catch((error: unknown) => {
      if (this.#serving().length === 0) throw error;
    });
  }

  /** Takes all versions out of the table, until the next load. */
  unload(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isWanted = false;
      const served = this.#serving();
      this.#known = new Map();
      this.#table.replace(this.#name ?? '', []);
      for (const { name, version } of served) this.#options.onEvent({ event: 'removed', name, version });
    });
  }

  /** Reads what has changed and lies still. One at a time: who comes meanwhile gets the run that is on its way. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#inTurn(() => this.#refresh()).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    await turn;
  }

  async #refresh(): Promise<void> {
    const found = this.#isWanted ? await this.#stable() : undefined;
    if (found !== undefined) await this.#read(found);
  }

  /** The versions as soon as nothing moves any more; undefined where nothing has changed, or nothing is there. */
  async #stable(): Promise<readonly FoundVersion[] | undefined> {
    let before = await this.#look();
    if (before === undefined || !before.changed) return undefined;
    for (;;) {
      await sleep(this.#options.settleMilliseconds, undefined, { ref: false });
      const after = await this.#look();
      if (after === undefined) return undefined;
      if (after.text === before.text) return after.changed ? after.found : undefined;
      before = after;
    }
  }

  async #look() {
    const found = await findVersions(this.path);
    const signatures = await Promise.all(found.map(({ path }) => signatureOf(path)));
    if (signatures.every((signature) => signature === undefined)) return undefined;
    const text = found.map(({ version }, k) => `${version} ${signatures[k]}`).join('\n');
    const same = found.every(({ version }, k) => this.#known.get(version)?.signature === signatures[k]);
    return { found, text, changed: !same || found.length !== this.#known.size };
  }

  /** Loads what is new or has changed, or all that is not served, and puts what can be served into the table at once. */
  async #read(found: readonly FoundVersion[], retry = false): Promise<readonly ScoringError[]> {
    const known = new Map<string, Known>();
    const failures: ScoringError[] = [];
    for (const version of found) {
      const before = this.#known.get(version.version);
      const signature = await signatureOf(version.path);
      const isSame = before !== undefined && before.signature === signature;
      if (isSame && !(retry && before.failure !== undefined)) known.set(version.version, before);
      else {
        const { model, failure } = await this.#load({ ...version, signature }, before?.model);
        if (failure !== undefined) failures.push(failure);
        // What was changed while it was read may be half of each: it is read again.
        const torn = (await signatureOf(version.path)) !== signature;
        known.set(version.version, torn && before !== undefined ? before : { signature, model, failure });
      }
    }
    this.#settle(known);
    return failures;
  }

  /** What is new where it can be served, else what was there before. */
  async #load(found: SignedVersion, before: ServedModel | undefined): Promise<Pick<Known, 'model' | 'failure'>> {
    const { version, path } = found;
    const startedAt = performance.now();
    try {
      const model = await this.#loadVersion(found);
      const milliseconds = performance.now() - startedAt;
      this.#options.onEvent({ event: before === undefined ? 'loaded' : 'replaced', model, milliseconds });
      return { model, failure: undefined };
    } catch (cause) {
      const error =
        cause instanceof ScoringError ? cause : new ScoringError('INTERNAL', 'loading failed', {}, { cause });
      this.#options.onEvent({ event: 'refused', name: this.#name ?? path, version, error });
      return { model: before, failure: error };
    }
  }

  async #loadVersion({ version, path, signature }: SignedVersion): Promise<ServedModel> {
    const { semantics, sums, timeZone } = this.#options;
    const artifact = await this.#ports.openModel(path);
    const options = { semantics, sums, timeZone };
    const { loaded, inspection } = await this.#ports.engine.loadInspected(artifact, options);
    this.#name ??= this.#table.claim(defaultName(this.path, artifact.root.uid));
    const about = { name: this.#name, version, path, signature, loadedAt: Date.now() };
    const model = createServedModel({ ...about, loaded, inspection });
    warmUp(model, this.#options.warmUpRows(this.#name));
    return model;
  }

  #settle(known: ReadonlyMap<string, Known>): void {
    const gone = [...this.#known].filter(([version, { model }]) => model !== undefined && !known.has(version));
    const next = [...known.values()].flatMap(({ model }) => model ?? []);
    // The last that answers is kept, whatever became of its files.
    if (next.length === 0 && this.#serving().length > 0) return;
    this.#known = known;
    if (next.length === 0) return;
    for (const [version] of gone) this.#options.onEvent({ event: 'removed', name: this.#name ?? '', version });
    this.#table.replace(this.#name ?? '', next);
  }

  #serving(): readonly ServedModel[] {
    return [...this.#known.values()].flatMap(({ model }) => model ?? []);
  }
}
