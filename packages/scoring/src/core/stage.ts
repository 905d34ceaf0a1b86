import type { Codec, Decoded, ParamCodec, ParamCodecs } from './codec.ts';
import type { Columns } from './columns.ts';
import { listNames, locate, ScoringError, type Where } from './errors.ts';
import type { Exactness, ExactnessRule } from './exactness.ts';
import type { Queries } from './query.ts';
import type { SparkVersion } from './spark-version.ts';
import type { Step } from './step.ts';
import { defaultSums, type SumsProfile } from './sums.ts';
import type { Table } from './table.ts';

/** A stage as it was stored, still unchecked: what a format hands to a definition. */
export interface StoredStage {
  readonly spark: string;
  readonly uid: string;
  readonly where: Where;
  readonly savedBy: SparkVersion;
  /** The version whose answers are wanted: the one that saved, unless the user chose another. */
  readonly semantics: SparkVersion;
  readonly sums: SumsProfile;
  /** The session time zone, by name. */
  readonly timeZone: string;
  readonly paramMap: { readonly [name: string]: unknown };
  readonly defaultParamMap: { readonly [name: string]: unknown };
  /** Top-level metadata beside the params: numFeatures, numTrees ... */
  readonly extras: { readonly [name: string]: unknown };
  readonly children: readonly Stage[];
  /**
   * A folder of Parquet parts beside the metadata: all of its columns, or those at these dotted paths, which lead
   * through structs. Fails with MODEL_INCOMPLETE where it is missing or empty.
   */
  table(name: string, columns?: readonly string[]): Promise<Table>;
  /** The JSON object in a folder of text parts beside the metadata, as spark.mllib saves. Fails like `table`. */
  json(name: string): Promise<{ readonly [name: string]: unknown }>;
}

/** A decoded stage: checked, immutable, ready to plan. */
export interface Stage {
  readonly spark: string;
  readonly uid: string;
  readonly exactness: Exactness;
  readonly children: readonly Stage[];
  /** Learnt sizes worth knowing: trees, nodes, features, labels. */
  readonly sizes: { readonly [name: string]: number };
  /** What the model can be asked beside scoring rows, by the name of Spark's method; mostly nothing. */
  readonly queries: Queries;
  /** The names under which `value` tells what the model has learnt. */
  readonly values: readonly string[];
  /**
   * What the model has learnt under a name of Spark's Python API (`coefficients`, `featureImportances`), read when it is
   * asked for. Rejects with INPUT_VALUE for another name and for what this model does not have, where Spark fails too.
   */
  value(name: string): Promise<unknown>;
  /** What the stage does to these columns. Pure; fails with a ScoringError where they do not fit. */
  plan(input: Columns): readonly Step[];
  /** The same model with other params, as Spark's `copy` of it and `set`; those its class does not have are left out. */
  withParams(params: { readonly [name: string]: unknown }): Stage;
}

/** What the functions of a stage see of it. */
export interface Model<P, D> {
  readonly uid: string;
  readonly params: P;
  readonly data: D;
  readonly children: readonly Stage[];
  readonly savedBy: SparkVersion;
  readonly semantics: SparkVersion;
  readonly sums: SumsProfile;
  /** True where the param was set by hand, not only by default (Spark's `isSet`). */
  isSet(name: keyof P): boolean;
}

/** Reads what a stage has learnt. */
export interface DataReader<D> {
  read(stored: StoredStage): Promise<D>;
}

/** Makes a value of a model, from what was decoded or by another look at what was stored. */
export type ValueReader<M> = (model: M, stored: StoredStage) => unknown;

export type ValueReaders<M> = { readonly [name: string]: ValueReader<M> };

export interface StageSpec<P extends ParamCodecs, D> {
  /** The JVM class name: the only key of a stage. */
  readonly spark: string;
  readonly exactness: Exactness | ExactnessRule<Model<Decoded<P>, D>>;
  /**
   * Names of params that only fit reads: a saved model carries them, transform does not look at them. A param that is set
   * and stands neither here nor in `params` is refused, as it may decide answers.
   */
  readonly fitParams?: readonly string[];
  /** The params that decide what transform answers. */
  readonly params: P;
  readonly data?: DataReader<D>;
  readonly sizes?: (model: Model<Decoded<P>, D>) => { readonly [name: string]: number };
  /** What the model can be asked beside scoring rows. */
  readonly queries?: (model: Model<Decoded<P>, D>) => Queries;
  /** What the model tells of what it has learnt, by the names of Spark's Python API. */
  readonly values?: ValueReaders<Model<Decoded<P>, D>>;
  /** What the stage does to the columns it finds: Spark's transformSchema and transform in one. */
  readonly plan: (model: Model<Decoded<P>, D>, input: Columns) => readonly Step[];
}

/** One Spark class: how it is decoded. */
export interface StageDefinition {
  readonly spark: string;
  /** The declared params: name, what is expected, and the default. */
  readonly params: ParamCodecs;
  /** The names of what its models tell of themselves. */
  readonly values: readonly string[];
  /** Under the profile of sums that the version has, unless another is given. */
  exactness(semantics: SparkVersion, sums?: SumsProfile): Exactness;
  decode(stored: StoredStage): Promise<Stage>;
}

export function defineStage<const P extends ParamCodecs, D = undefined>(spec: StageSpec<P, D>): StageDefinition {
  return {
    spark: spec.spark,
    params: spec.params,
    values: Object.keys(spec.values ?? {}),
    exactness: (semantics, sums = defaultSums(semantics)) => exactnessOf(spec, { semantics, sums }),
    async decode(stored) {
      const params = decodeParams(spec, stored);
      const data = (await spec.data?.read(stored)) as D;
      return createStage(spec, { stored, params, data });
    },
  };
}

function exactnessOf<P extends ParamCodecs, D>(
  { exactness }: StageSpec<P, D>,
  of: { readonly semantics: SparkVersion; readonly sums: SumsProfile; readonly model?: Model<Decoded<P>, D> },
): Exactness {
  return typeof exactness === 'function' ? exactness(of.semantics, of.sums, of.model) : exactness;
}

function createStage<P extends ParamCodecs, D>(
  spec: StageSpec<P, D>,
  { stored, params, data }: { readonly stored: StoredStage; readonly params: Decoded<P>; readonly data: D },
): Stage {
  const { uid, children, savedBy, semantics, sums } = stored;
  const isSet = (name: keyof P) => Object.hasOwn(stored.paramMap, name);
  const model = { uid, params, data, children, savedBy, semantics, sums, isSet };
  return {
    spark: spec.spark,
    uid,
    exactness: exactnessOf(spec, { semantics, sums, model }),
    children,
    sizes: spec.sizes?.(model) ?? {},
    queries: spec.queries?.(model) ?? {},
    values: Object.keys(spec.values ?? {}),
    value: (name) => readValue(name, spec.values ?? {}, { model, stored }),
    plan: (input) => labelled(stored.where, () => spec.plan(model, input)),
    withParams(changed) {
      const known = Object.entries(changed).filter(([name]) => Object.hasOwn(spec.params, name));
      const copy = { ...stored, paramMap: { ...stored.paramMap, ...Object.fromEntries(known) } };
      return createStage(spec, { stored: copy, params: decodeParams(spec, copy), data });
    },
  };
}

async function readValue<M>(
  name: string,
  readers: ValueReaders<M>,
  { model, stored }: { readonly model: M; readonly stored: StoredStage },
): Promise<unknown> {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) {
    const have = listNames(Object.keys(readers));
    throw new ScoringError('INPUT_VALUE', `expected the name of a value, got "${name}" (have: ${have})`, stored.where);
  }
  try {
    return await read(model, stored);
  } catch (error) {
    if (error instanceof ScoringError) throw locate(error, stored.where);
    throw new ScoringError('MODEL_DATA', 'expected data as Spark writes it, got something else', stored.where, {
      cause: error,
    });
  }
}

/** Steps remember the stage they come from, and so do failures of planning. */
function labelled(where: Where, plan: () => readonly Step[]): readonly Step[] {
  try {
    const label = where.stage;
    return plan().map((step) => (step.stage === undefined && label !== undefined ? { ...step, stage: label } : step));
  } catch (error) {
    throw locate(error, { stage: where.stage ?? '' });
  }
}

function decodeParams<P extends ParamCodecs>(
  { params: codecs, fitParams = [] }: { readonly params: P; readonly fitParams?: readonly string[] },
  stored: StoredStage,
): Decoded<P> {
  for (const name of Object.keys(stored.paramMap)) {
    if (Object.hasOwn(codecs, name) || fitParams.includes(name)) continue;
    const known = Object.keys(codecs).sort().join(', ');
    throw new ScoringError(
      'STAGE_PARAM_UNSUPPORTED',
      `expected a known param, got one that is set and may change the answer (known: ${known})`,
      { ...stored.where, param: name },
    );
  }
  const entries = Object.entries(codecs).map(([name, codec]) => [name, decodeParam(name, codec, stored)]);
  return Object.fromEntries(entries) as Decoded<P>;
}

function decodeParam(name: string, codec: ParamCodec<unknown>, stored: StoredStage): unknown {
  const { paramMap, defaultParamMap } = stored;
  const found = Object.hasOwn(paramMap, name) ? paramMap[name] : defaultParamMap[name];
  if (found === undefined || found === null) {
    if (codec.fallback !== undefined) return codec.fallback;
    if (codec.optional === true) return undefined;
    throw new ScoringError('MODEL_PARAM', `expected ${codec.expects}, got none`, { ...stored.where, param: name });
  }
  const where = { ...stored.where, param: name };
  const value = parseAt(where, () => codec.parse(found));
  if (value !== undefined) return value;
  throw new ScoringError('MODEL_PARAM', `expected ${codec.expects}, got ${describeJson(found)}`, where);
}

/** A codec that knows better than "not of the kind" what is wrong fails itself; it does not know the place. */
function parseAt<T>(where: Where, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw locate(error, where);
  }
}

type DataCodecs = { readonly [column: string]: Codec<unknown> };

/** A model's data as Spark mostly keeps it: a folder `data` with one row, read by column name. */
export function oneRow<const C extends DataCodecs>(codecs: C): DataReader<Decoded<C>> {
  return {
    async read(stored) {
      const table = await stored.table('data');
      if (table.length !== 1) {
        throw new ScoringError('MODEL_DATA', `expected one row in data/, got ${table.length}`, stored.where);
      }
      const row = table.row(0);
      const entries = Object.entries(codecs).map(([column, codec]) => [
        column,
        decodeCell(column, codec, { row, stored }),
      ]);
      return Object.fromEntries(entries) as Decoded<C>;
    },
  };
}

function decodeCell(
  column: string,
  codec: Codec<unknown>,
  from: { row: { readonly [column: string]: unknown }; stored: StoredStage },
): unknown {
  const cell = from.row[column];
  if ((cell === undefined || cell === null) && (codec as ParamCodec<unknown>).optional === true) return undefined;
  const value = codec.parse(cell);
  if (value !== undefined) return value;
  const got = cell === undefined ? `no such column (have: ${Object.keys(from.row).join(', ')})` : describeJson(cell);
  throw new ScoringError('MODEL_DATA', `expected ${codec.expects} in data/, got ${got}`, {
    ...from.stored.where,
    column,
  });
}

/** The kind of a stored value, for messages: models are not the user's rows, but may be long. */
export function describeJson(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
