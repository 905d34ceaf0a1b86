import type {
  Artifact,
  ColumnBatch,
  ColumnOrigin,
  InferredInput,
  Inspection,
  Query,
  RecordScorer,
  Row,
  ScoredColumns,
  ScoringError,
  StructType,
  SumsProfile,
} from '@tinderbox/scoring';

/** Runs artifacts. Safe for concurrent use. */
export interface Engine {
  readonly name: string;
  /** What the engine makes of an artifact: stages, columns, exactness, and every reason why it cannot run it. */
  inspect(artifact: Artifact, options: LoadOptions): Promise<Inspection>;
  /** Decodes or ships the pipeline. Rejects only with invalid_model, unsupported or unavailable. */
  load(artifact: Artifact, options: LoadOptions): Promise<LoadedModel>;
  /** Both, decoded once. */
  loadInspected(artifact: Artifact, options: LoadOptions): Promise<InspectedModel>;
}

export interface LoadOptions {
  /** `X.Y`: answer as that version of Spark; default the version that saved the model. */
  readonly semantics?: string | undefined;
  /** The order of dense sums; default that of the version. */
  readonly sums?: SumsProfile | undefined;
  /** The session time zone; default UTC. */
  readonly timeZone?: string | undefined;
}

export interface InspectedModel {
  readonly loaded: LoadedModel;
  readonly inspection: Inspection;
}

/** A model an engine can run, not yet wired to the columns of some input. */
export interface LoadedModel {
  readonly input: InferredInput;
  /** Wires the model to a schema. `columns` are the wanted outputs; default all. */
  prepare(schema: StructType, columns?: readonly string[]): Promise<Scorer>;
  /** Wires the model to plain objects of a schema, one synchronous call a row. */
  compile(schema: StructType, options: CompileOptions): RecordScorer;
  /** What a stage has learnt, by name; of the only stage that tells it where none is named. Rejects with INPUT_VALUE. */
  value(name: string, stage?: string): Promise<unknown>;
  /** What can be asked of a stage; of the only one where none is named. Fails with INPUT_VALUE. */
  query(name: string, stage?: string): Query;
  /** Where each column that the pipeline computes over such a schema comes from, and how equal to Spark's it is. */
  origins(schema: StructType): readonly ColumnOrigin[];
}

export interface CompileOptions {
  /** The wanted outputs; default all. */
  readonly columns?: readonly string[] | undefined;
  /** Source code may be generated, default true; the answers are the same without. */
  readonly codegen?: boolean | undefined;
}

export interface Scorer {
  readonly input: StructType;
  readonly output: StructType;
  /** Rows in the order of `input`. A row that cannot be scored is an issue, never a rejection. */
  score(rows: readonly Row[]): Promise<Scored>;
  /** The same in columns, where the engine can; what it gives stands until it is called again. */
  scoreColumns?(batch: ColumnBatch): ScoredColumns;
}

export interface Scored {
  /** One a row, in the order of `output`; undefined where the pipeline dropped the row or could not score it. */
  readonly rows: readonly (Row | undefined)[];
  readonly issues: readonly Issue[];
}

/** Why one row could not be scored. */
export interface Issue {
  /** Index of the row in the batch. */
  readonly index: number;
  readonly error: ScoringError;
}
