import { openArchive } from './archive/open-archive.ts';
import type { Artifact } from './core/artifact.ts';
import { locate, ScoringError } from './core/errors.ts';
import type { Files } from './core/files.ts';
import { findStage } from './core/find-stage.ts';
import { createRowDecoder } from './core/json-value.ts';
import { inferInput, planPipeline } from './core/plan.ts';
import { parseSparkVersion, type SparkVersion } from './core/spark-version.ts';
import type { Stage, StageDefinition } from './core/stage.ts';
import { requireSums, type SumsProfile } from './core/sums.ts';
import { type StructType, structType } from './core/types.ts';
import type { Row } from './core/values.ts';
import { requireTimeZone } from './core/zones.ts';
import { decodeArtifact } from './formats/spark/decode.ts';
import { recogniseSpark } from './formats/spark/recognise.ts';
import { createRecordScorer, type RecordScorer } from './native/record-scorer.ts';
import { createScorer, type Scorer, type ScorerOptions } from './native/scorer.ts';
import { STAGES } from './stages/index.ts';

export interface LoadOptions {
  /** `X.Y`: answer as that version of Spark. Default: the version that saved the model. */
  readonly semantics?: string;
  /** The order in which dense products are summed. Default: that of the version; from Spark 4 on `lanes8`. */
  readonly sums?: SumsProfile;
  /** The session time zone, such as Europe/Berlin or +01:00: of SQL, and of timestamps in rows that name none. Default: UTC. */
  readonly timeZone?: string;
  /** More stages than the stock ones, or others in their place. */
  readonly stages?: readonly StageDefinition[];
}

export interface TransformOptions {
  /** The types of the input columns. Default: what the pipeline needs (`inputSchema`). */
  readonly schema?: StructType;
  /** The columns of the result, in their order. Default: all. */
  readonly columns?: readonly string[];
  /** False: no code is made, for places that forbid it; the answers are the same, only later. Default: true. */
  readonly codegen?: boolean;
}

export interface CompileOptions extends ScorerOptions {
  /** The types of the input columns. Default: what the pipeline needs (`inputSchema`). */
  readonly schema?: StructType;
}

/** A row as users have it: column name to value. */
export type PlainRow = { readonly [column: string]: unknown };
export type ScoredRow = Record<string, unknown>;

/** A model in memory: the bytes of an archive, or files of any origin. */
export type ModelSource = Files | Uint8Array;

/**
 * A fitted pipeline as Spark saved it, ready to transform rows. Any saved stage loads, not only a PipelineModel.
 * The names are those of Spark's Python API.
 */
export class PipelineModel {
  readonly artifact: Artifact;
  readonly #root: Stage;
  readonly #inputSchema: StructType;
  readonly #optionalInputs: StructType;

  /** The session time zone. */
  readonly timeZone: string;

  protected constructor(artifact: Artifact, root: Stage, timeZone = 'UTC') {
    this.artifact = artifact;
    this.timeZone = timeZone;
    this.#root = root;
    const { required, optional } = inferInput(root);
    this.#inputSchema = structType(required);
    this.#optionalInputs = structType(optional);
  }

  /**
   * Reads a model from the files of a saved directory or from the bytes of a zip, tar or tar.gz archive of it.
   * Rejects with a ScoringError: invalid_model where it is damaged, unsupported where it holds what is not done here.
   */
  static async load(source: ModelSource, options: LoadOptions = {}): Promise<PipelineModel> {
    const files = source instanceof Uint8Array ? await openBytes(source) : source;
    const artifact = await recogniseSpark(files);
    return new PipelineModel(artifact, await decodeArtifact(artifact, decodeOptions(options)), options.timeZone);
  }

  get uid(): string {
    return this.#root.uid;
  }

  /** The stages of the pipeline in order; a bare model is its own only stage. */
  get stages(): readonly Stage[] {
    return this.#root.children.length > 0 ? this.#root.children : [this.#root];
  }

  /**
   * The stage of that uid, class name without package, or place in the pipeline (`-1` is the last), inside other stages too.
   * Fails with INPUT_VALUE where none or several are meant.
   */
  stage(wanted: string | number): Stage {
    return findStage(this.#root, String(wanted));
  }

  /** The columns without which the pipeline cannot score, with the types it prefers. */
  get inputSchema(): StructType {
    return this.#inputSchema;
  }

  /** Columns that are read where present and not missed where absent, such as a label that a stage indexes. */
  get optionalInputs(): StructType {
    return this.#optionalInputs;
  }

  /** The columns after the pipeline. Fails where the schema does not fit, before any row is seen. */
  transformSchema(schema: StructType): StructType {
    return planPipeline(this.#root, schema).output;
  }

  /** The pipeline compiled for rows of one schema, for callers that keep rows as arrays. */
  scorer(schema: StructType, options: ScorerOptions = {}): Scorer {
    return createScorer(this.#root, schema, options);
  }

  /**
   * The pipeline compiled for plain objects: the fastest way to score one row at a time. `columns` are the wanted
   * outputs, default all; `schema` the types of the input columns, default `inputSchema`.
   */
  compile({ schema = this.#inputSchema, ...options }: CompileOptions = {}): RecordScorer {
    return createRecordScorer(this.#root, schema, { ...options, zone: requireTimeZone(this.timeZone) });
  }

  /**
   * The rows with the columns the pipeline adds; rows that it drops are missing. An array gives an array, an iterable
   * a generator, an async iterable an async generator. Values that a column's type does not take, and rows that
   * cannot be scored, fail with a ScoringError that names the row, counted from 1.
   */
  transform(rows: readonly PlainRow[], options?: TransformOptions): ScoredRow[];
  transform(rows: Iterable<PlainRow>, options?: TransformOptions): Generator<ScoredRow, void, undefined>;
  transform(rows: AsyncIterable<PlainRow>, options?: TransformOptions): AsyncGenerator<ScoredRow, void, undefined>;
  transform(rows: Iterable<PlainRow> | AsyncIterable<PlainRow>, options: TransformOptions = {}) {
    const transformer = new RowTransformer(this, options);
    if (Symbol.asyncIterator in rows) return transformAsync(rows, transformer);
    return Array.isArray(rows) ? [...transformEach(rows, transformer)] : transformEach(rows, transformer);
  }
}

async function openBytes(bytes: Uint8Array): Promise<Files> {
  const files = await openArchive('model', bytes);
  if (files !== undefined) return files;
  throw new ScoringError('MODEL_UNRECOGNISED', 'expected the bytes of a zip, tar or tar.gz archive, got others');
}

function decodeOptions({ semantics, sums, timeZone, stages = [] }: LoadOptions) {
  const known = new Map([...STAGES, ...stages].map((definition) => [definition.spark, definition]));
  return {
    stages: known,
    semantics: semantics === undefined ? undefined : requireVersion(semantics),
    sums: sums === undefined ? undefined : requireSums(sums),
    timeZone,
  };
}

/** `X.Y` as a version; anything else fails. */
export function requireVersion(text: string): SparkVersion {
  const version = parseSparkVersion(text);
  if (version !== undefined) return version;
  throw new ScoringError('INPUT_FORMAT', `expected a Spark version such as 3.5, got "${text}"`, { param: 'semantics' });
}

function* transformEach(rows: Iterable<PlainRow>, transformer: RowTransformer): Generator<ScoredRow, void, undefined> {
  for (const row of rows) {
    const scored = transformer.transform(row);
    if (scored !== undefined) yield scored;
  }
}

async function* transformAsync(
  rows: AsyncIterable<PlainRow>,
  transformer: RowTransformer,
): AsyncGenerator<ScoredRow, void, undefined> {
  for await (const row of rows) {
    const scored = transformer.transform(row);
    if (scored !== undefined) yield scored;
  }
}

interface Prepared {
  readonly scorer: Scorer;
  readonly decode: (row: PlainRow, number: number) => Row;
  /** Input columns that are gone behind the pipeline. */
  readonly dropped: readonly string[];
}

/** Where nobody gave a schema, a column that is compared with labels takes numbers and booleans as their text. */
function withTexts(row: PlainRow, texts: readonly string[]): PlainRow {
  const others = texts.filter((name) => ['number', 'bigint', 'boolean'].includes(typeof row[name]));
  return others.length === 0 ? row : { ...row, ...Object.fromEntries(others.map((name) => [name, String(row[name])])) };
}

/** Plain rows through a scorer; the schema settles at the first row, which shows the optional columns it has. */
class RowTransformer {
  readonly #model: PipelineModel;
  readonly #options: TransformOptions;
  #prepared: Prepared | undefined;
  #row = 0;

  constructor(model: PipelineModel, options: TransformOptions) {
    this.#model = model;
    this.#options = options;
    if (options.schema !== undefined) this.#prepared = this.#prepare(options.schema);
  }

  transform(row: PlainRow): ScoredRow | undefined {
    this.#row++;
    this.#prepared ??= this.#prepare(this.#schemaOf(row));
    const { scorer, decode } = this.#prepared;
    try {
      const scored = scorer.scoreRow(decode(row, this.#row));
      return scored === undefined ? undefined : this.#merge(row, scored);
    } catch (error) {
      throw locate(error, { row: this.#row });
    }
  }

  #schemaOf(row: PlainRow): StructType {
    const { inputSchema, optionalInputs } = this.#model;
    const present = optionalInputs.fields.filter((field) => Object.hasOwn(row, field.name));
    return structType([...inputSchema.fields, ...present]);
  }

  #prepare(schema: StructType): Prepared {
    const decode = createRowDecoder(schema, requireTimeZone(this.#model.timeZone));
    const texts = schema.fields.filter((field) => field.type === 'string').map((field) => field.name);
    const { columns, codegen } = this.#options;
    const scorer = this.#model.scorer(schema, { columns, codegen });
    const kept = new Set(scorer.output.fields.map((field) => field.name));
    const dropped = schema.fields.map((field) => field.name).filter((name) => !kept.has(name));
    const inferred = this.#options.schema === undefined;
    return { scorer, decode: inferred ? (row, number) => decode(withTexts(row, texts), number) : decode, dropped };
  }

  /** Values that the pipeline only passes on stay what the user gave, keys it does not know included. */
  #merge(row: PlainRow, scored: readonly unknown[]): ScoredRow {
    const { scorer, dropped } = this.#prepared as Prepared;
    const all = this.#options.columns === undefined;
    const result: ScoredRow = all ? { ...row } : {};
    if (all) for (const name of dropped) delete result[name];
    scorer.output.fields.forEach(({ name }, i) => {
      if (scorer.computed[i]) result[name] = scored[i];
      else if (!all) result[name] = row[name] ?? null;
    });
    return result;
  }
}
