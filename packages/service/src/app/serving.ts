import type { Inspection, RecordScorer, ScoringError, StructType } from '@tinderbox/scoring';

/** The models that a server answers for. Servers call these and nothing else. */
export interface Serving {
  /** Every version of every model, by name, the newest version first. */
  models(): readonly ServedModel[];
  /**
   * A model by name, and by version or alias; default its version `latest`. Throws MODEL_NOT_FOUND, which names what
   * there is.
   */
  model(name: string, version?: string): ServedModel;
  /** The version that each other name of a model's versions stands for, `latest` among them. */
  aliases?(name: string): { readonly [alias: string]: string };
  /** All this as it stands now, whatever is swapped later. */
  hold?(): Serving;
  /** Brings models in and out; undefined where they stay as they are. */
  readonly repository?: ModelRepository | undefined;
}

/** What a server could answer for. */
export interface ModelRepository {
  /** Every version that is known, by name, and every model of which none is. */
  index(): Promise<readonly RepositoryEntry[]>;
  /**
   * Reads a model where it is saved and serves it; of one that is served what has changed. Resolves when it answers.
   * Throws MODEL_NOT_FOUND, and why a version could not be read.
   */
  load(name: string): Promise<void>;
  /** Who asks from now on gets MODEL_NOT_FOUND; what has begun is answered. Throws MODEL_NOT_FOUND. */
  unload(name: string): Promise<void>;
}

export interface RepositoryEntry {
  readonly name: string;
  /** Undefined where no version is served. */
  readonly version: string | undefined;
  readonly state: 'READY' | 'LOADING' | 'UNAVAILABLE';
  /** Why it is not ready, else empty. */
  readonly reason: string;
}

/** One version of a model, loaded and ready to answer. Safe for concurrent use. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  /** Of what was saved. */
  readonly path: string;
  /** Of the files at that time: another thread that finds the same loads the same. */
  readonly signature?: string | undefined;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
  readonly inspection: Inspection;
  /** The columns that a request must bring; those that only fitting needs, such as labels, are not among them. */
  readonly input: StructType;
  /** What the pipeline adds, in order. */
  readonly output: StructType;
  /**
   * One plain object to one, synchronous: the way of single rows. `columns` are the wanted outputs, default `output`;
   * columns of the input may be among them. Compiled at first use for each such list and kept. Throws
   * INPUT_COLUMN_MISSING for a column that there is not.
   */
  scorer(columns?: readonly string[]): RecordScorer;
  /** Many rows, which never hold up single ones for long. */
  score(rows: readonly object[], options?: ScoreOptions): Promise<ScoredRecords>;
}

export interface ScoreOptions {
  readonly columns?: readonly string[] | undefined;
  /** `fail` rejects with the first row that cannot be scored, `report` leaves it out and tells. Default: fail. */
  readonly onError?: 'fail' | 'report' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ScoredRecords {
  /** One a row; undefined where the pipeline drops the row or it could not be scored. */
  readonly rows: readonly (Record<string, unknown> | undefined)[];
  readonly issues: readonly { readonly index: number; readonly error: ScoringError }[];
}
