import { inflate } from '../../compression/inflate.ts';
import { ScoringError, type Where } from '../../core/errors.ts';
import { parseJsonLongs } from '../../core/json-parse.ts';
import { parseSparkVersion, type SparkVersion } from '../../core/spark-version.ts';
import type { Folder } from './layout.ts';

export type Json = { readonly [name: string]: unknown };

/** The one line of JSON that Spark keeps of a stage. */
export interface Metadata {
  readonly spark: string;
  readonly uid: string;
  readonly savedBy: SparkVersion;
  readonly paramMap: Json;
  readonly defaultParamMap: Json;
  /** All other top-level fields. */
  readonly extras: Json;
}

/** Far above the longest lists of words or labels that Spark keeps as params. */
const MAX_METADATA_BYTES = 64 * 1024 * 1024;

/** Reads `metadata/part-*` of a stage's folder. */
export async function readMetadata(folder: Folder): Promise<Metadata> {
  if (folder.has('metadata')) throw localMode(folder);
  const { json, where } = await readJsonLine(folder, 'metadata');
  return decodeMetadata(json, where);
}

/** The JSON object on the first line that is not empty of a text folder as Spark writes it. */
export async function readJsonLine(
  folder: Folder,
  name: string,
): Promise<{ readonly json: Json; readonly where: Where }> {
  const inside = folder.folder(name);
  const parts = inside.parts();
  if (parts.length === 0) {
    const got = folder.isEmpty ? 'no files' : folder.names().join(', ');
    throw new ScoringError('MODEL_INCOMPLETE', `expected ${name}/part-*, got ${got}`, { file: folder.pathOf() });
  }
  for (const part of parts) {
    const where = { file: inside.pathOf(part) };
    const text = await readText(await inside.read(part), part, where);
    const line = text.split(/\r?\n/).find((candidate) => candidate.trim() !== '');
    if (line !== undefined) return { json: parseObject(line, where), where };
  }
  throw new ScoringError('MODEL_METADATA', 'expected one line of JSON, got empty files', { file: inside.pathOf() });
}

async function readText(bytes: Uint8Array, name: string, where: Where): Promise<string> {
  if (bytes.length > MAX_METADATA_BYTES) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MAX_METADATA_BYTES} bytes, got ${bytes.length}`, where);
  }
  const suffix = /\.(gz|deflate|bz2|snappy|lz4|zst)$/.exec(name)?.[1];
  if (suffix === undefined) return new TextDecoder().decode(bytes);
  if (suffix !== 'gz' && suffix !== 'deflate') {
    throw new ScoringError('MODEL_FORMAT', `expected text, gzip or deflate, got ${suffix}`, where);
  }
  const plain = await inflate(bytes, suffix === 'gz' ? 'gzip' : 'deflate', MAX_METADATA_BYTES);
  if (typeof plain !== 'string') return new TextDecoder().decode(plain);
  throw new ScoringError('MODEL_METADATA', `expected ${suffix} data, got damaged bytes or too many`, where);
}

function parseObject(line: string, where: Where): Json {
  let value: unknown;
  try {
    value = parseJsonLongs(line);
  } catch (error) {
    throw new ScoringError('MODEL_METADATA', 'expected one line of JSON, got other text', where, { cause: error });
  }
  if (isObject(value)) return value;
  throw new ScoringError('MODEL_METADATA', 'expected a JSON object, got another value', where);
}

function decodeMetadata(json: Json, where: Where): Metadata {
  const { class: spark, uid, sparkVersion, timestamp: _, paramMap, defaultParamMap, ...extras } = json;
  if (typeof spark !== 'string' || spark === '') throw missing('class', where);
  if (uid === undefined && json.version !== undefined) throw oldModel(spark, where);
  if (typeof uid !== 'string') throw missing('uid', where);
  const savedBy = typeof sparkVersion === 'string' ? parseSparkVersion(sparkVersion) : undefined;
  if (savedBy === undefined) throw missing('sparkVersion', where);
  if (!isObject(paramMap ?? {}) || !isObject(defaultParamMap ?? {})) throw missing('paramMap', where);
  return {
    spark,
    uid,
    savedBy,
    paramMap: (paramMap ?? {}) as Json,
    defaultParamMap: (defaultParamMap ?? {}) as Json,
    extras,
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing(field: string, where: Where): ScoringError {
  return new ScoringError('MODEL_METADATA', `expected a field "${field}" as Spark ML writes it, got none`, where);
}

function oldModel(spark: string, where: Where): ScoringError {
  return new ScoringError(
    'MODEL_FORMAT',
    `expected a model of org.apache.spark.ml, got ${spark}, an RDD-based model of the old spark.mllib`,
    where,
  );
}

function localMode(folder: Folder): ScoringError {
  return new ScoringError(
    'MODEL_FORMAT',
    "expected a folder metadata/, got a file: the model was saved in Spark's local mode (saveToLocal), " +
      'which only Spark Connect reads; save it with PipelineModel.save',
    { file: folder.pathOf('metadata') },
  );
}
