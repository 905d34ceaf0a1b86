import type { Artifact, ArtifactNode, SavedStage } from '../../core/artifact.ts';
import { locate, ScoringError, type Where } from '../../core/errors.ts';
import type { Files } from '../../core/files.ts';
import { CONTAINERS } from './containers.ts';
import { type Folder, findRoot } from './layout.ts';
import { type Metadata, readJsonLine, readMetadata } from './metadata.ts';
import { readTable } from './table.ts';

const MAX_NESTING = 32;
/** In all of a model, whether their folders are there or not: a short text can list very many. */
const MAX_STAGES = 10_000;

/** Where the reading is in the tree of stages, and how many more it may list. */
interface Walk {
  readonly depth: number;
  readonly budget: { stages: number };
}

/**
 * Reads the metadata of every stage of a saved model, no data yet. Rejects where the root is no model;
 * a stage inside that cannot be read stays in the tree as a broken one.
 */
export async function recogniseSpark(files: Files): Promise<Artifact> {
  const { folder, wrappers } = await findRoot(files);
  const walk = { depth: 0, budget: { stages: MAX_STAGES } };
  const root = folder.hasFolder('rMetadata') ? await readWrapper(folder, walk) : await readStage(folder, walk);
  return { name: files.name, format: 'spark', containers: wrappers, root };
}

/**
 * What SparkR's `write.ml` saved: a pipeline, and a class that drops helper columns behind it. Which columns those
 * are is told by the model in the pipeline, so its column names go into the extras.
 */
async function readWrapper(folder: Folder, walk: Walk): Promise<SavedStage> {
  const { json, where } = await readJsonLine(folder, 'rMetadata');
  if (typeof json.class !== 'string') {
    throw new ScoringError('MODEL_METADATA', 'expected a field "class" as SparkR writes it, got none', where);
  }
  const pipeline = await readStage(folder.folder('pipeline'), below(walk));
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

async function readStage(folder: Folder, walk: Walk): Promise<SavedStage> {
  const metadata = await readMetadata(folder);
  const { spark, uid, savedBy } = metadata;
  const where = { file: folder.pathOf(), stage: `${uid} (${shortName(spark)})` };
  const folders = childFolders(folder, { metadata, where, walk });
  const children = await Promise.all(folders.map((child) => readChild(child, below(walk))));
  const stored = {
    ...metadata,
    where,
    table: (name: string, columns?: readonly string[]) => readTable(folder.folder(name), { where, columns }),
    json: async (name: string) => (await readJsonLine(folder, name)).json,
  };
  return { kind: 'saved', spark, uid, savedBy, folder: pathInside(folder), children, stored };
}

function below({ depth, budget }: Walk): Walk {
  return { depth: depth + 1, budget };
}

async function readChild(folder: Folder, walk: Walk): Promise<ArtifactNode> {
  try {
    return await readStage(folder, walk);
  } catch (error) {
    return { kind: 'broken', folder: pathInside(folder), problem: locate(error, { file: folder.pathOf() }) };
  }
}

function childFolders(folder: Folder, of: { metadata: Metadata; where: Where; walk: Walk }): readonly Folder[] {
  const { metadata, where, walk } = of;
  const list = CONTAINERS.get(metadata.spark);
  if (list === undefined) return [];
  if (walk.depth >= MAX_NESTING) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MAX_NESTING} levels of stages, got more`, where);
  }
  const paths = list(metadata);
  if (paths === undefined) {
    throw new ScoringError('MODEL_METADATA', 'expected the uids or the number of the stages inside, got none', where);
  }
  if (paths.length > walk.budget.stages) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MAX_STAGES} stages in all, got more`, where);
  }
  walk.budget.stages -= paths.length;
  return paths.map((path) => folder.folder(path));
}

function pathInside(folder: Folder): string {
  return folder.prefix.replace(/\/$/, '');
}

/** The class name without its package. */
export function shortName(spark: string): string {
  return spark.slice(spark.lastIndexOf('.') + 1);
}
