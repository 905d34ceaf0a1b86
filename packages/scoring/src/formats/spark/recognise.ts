import type { Artifact, ArtifactNode, SavedStage } from '../../core/artifact.ts';
import { locate, ScoringError, type Where } from '../../core/errors.ts';
import type { Files } from '../../core/files.ts';
import { CONTAINERS } from './containers.ts';
import { type Folder, findRoot } from './layout.ts';
import { type Metadata, readJsonLine, readMetadata } from './metadata.ts';
import { readTable } from './table.ts';

const MAX_NESTING = 32;

/**
 * Reads the metadata of every stage of a saved model, no data yet. Rejects where the root is no model;
 * a stage inside that cannot be read stays in the tree as a broken one.
 */
export async function recogniseSpark(files: Files): Promise<Artifact> {
  const { folder, wrappers } = await findRoot(files);
  const root = folder.hasFolder('rMetadata') ? await readWrapper(folder) : await readStage(folder, 0);
  return { name: files.name, format: 'spark', containers: wrappers, root };
}

/**
 * What SparkR's `write.ml` saved: a pipeline, and a class that drops helper columns behind it. Which columns those
 * are is told by the model in the pipeline, so its column names go into the extras.
 */
async function readWrapper(folder: Folder): Promise<SavedStage> {
  const { json, where } = await readJsonLine(folder, 'rMetadata');
  if (typeof json.class !== 'string') {
    throw new ScoringError('MODEL_METADATA', 'expected a field "class" as SparkR writes it, got none', where);
  }
  const pipeline = await readStage(folder.folder('pipeline'), 1);
  const { uid, savedBy } = pipeline;
  const extras = { featuresCol: findParam(pipeline, 'featuresCol'), labelCol: findParam(pipeline, 'labelCol') };
  const stored = {
    ...pipeline.stored,
    spark: json.class,
    paramMap: {},
    defaultParamMap: {},
    extras,
    where: { file: folder.pathOf(), stage: shortName(json.class) },
  };
  return { kind: 'saved', spark: json.class, uid, savedBy, folder: pathInside(folder), children: [pipeline], stored };
}

/** The value of a param in the last stage inside that has it. */
function findParam(stage: SavedStage, name: string): unknown {
  const own = stage.children.flatMap((child) => (child.kind === 'saved' ? child.stored : []));
  return own
    .map(({ paramMap, defaultParamMap }) => paramMap[name] ?? defaultParamMap[name])
    .findLast((v) => v !== undefined);
}

async function readStage(folder: Folder, depth: number): Promise<SavedStage> {
  const metadata = await readMetadata(folder);
  const { spark, uid, savedBy } = metadata;
  const where = { file: folder.pathOf(), stage: `${uid} (${shortName(spark)})` };
  const children = await Promise.all(
    childFolders(folder, { metadata, where, depth }).map((f) => readChild(f, depth + 1)),
  );
  const stored = {
    ...metadata,
    where,
    table: (name: string) => readTable(folder.folder(name), where),
    json: async (name: string) => (await readJsonLine(folder, name)).json,
  };
  return { kind: 'saved', spark, uid, savedBy, folder: pathInside(folder), children, stored };
}

async function readChild(folder: Folder, depth: number): Promise<ArtifactNode> {
  try {
    return await readStage(folder, depth);
  } catch (error) {
    return { kind: 'broken', folder: pathInside(folder), problem: locate(error, { file: folder.pathOf() }) };
  }
}

function childFolders(folder: Folder, of: { metadata: Metadata; where: Where; depth: number }): readonly Folder[] {
  const list = CONTAINERS.get(of.metadata.spark);
  if (list === undefined) return [];
  if (of.depth >= MAX_NESTING) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MAX_NESTING} levels of stages, got more`, of.where);
  }
  const paths = list(of.metadata);
  if (paths !== undefined) return paths.map((path) => folder.folder(path));
  throw new ScoringError('MODEL_METADATA', 'expected the uids or the number of the stages inside, got none', of.where);
}

function pathInside(folder: Folder): string {
  return folder.prefix.replace(/\/$/, '');
}

/** The class name without its package. */
export function shortName(spark: string): string {
  return spark.slice(spark.lastIndexOf('.') + 1);
}
