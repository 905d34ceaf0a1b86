import type { Artifact } from './core/artifact.ts';
import type { ParamCodecs } from './core/codec.ts';
import type { ScoringError } from './core/errors.ts';
import type { Exactness } from './core/exactness.ts';
import { type InferredInput, inferInput, planPipeline } from './core/plan.ts';
import type { Stage } from './core/stage.ts';
import { type Field, structType } from './core/types.ts';
import { type DecodedNode, type DecodeOptions, decodeTree, problemsOf, requireStage } from './formats/spark/decode.ts';

/** What is known of a saved model, whether it runs here or not. Plain data. */
export interface Inspection {
  readonly path: string;
  readonly format: string;
  readonly containers: readonly string[];
  readonly sparkVersion: string;
  readonly root: StageReport;
  /** Columns that must be there, and columns that are read where they are; absent where the model does not run. */
  readonly input?: InferredInput;
  /** Columns the pipeline adds to those. */
  readonly output?: readonly Field[];
  /** Why the native engine does not run it; empty where it does. */
  readonly problems: readonly ScoringError[];
}

export interface StageReport {
  readonly uid: string;
  readonly class: string;
  readonly folder: string;
  readonly sparkVersion: string;
  /** The params whose value is not the default. */
  readonly params: { readonly [name: string]: unknown };
  readonly sizes: { readonly [name: string]: number };
  /** The names of what it tells of itself, by `Stage.value`. */
  readonly values: readonly string[];
  /** What it can be asked, by `Stage.queries`: of each query the names of what it takes. */
  readonly queries: { readonly [name: string]: readonly string[] };
  /** Absent where the class does not run here. */
  readonly exactness?: Exactness;
  readonly problem?: string;
  readonly children: readonly StageReport[];
}

/** Reports on an artifact: stages, params, sizes, columns, exactness, and what stands in the way. */
export async function inspectArtifact(artifact: Artifact, options: DecodeOptions): Promise<Inspection> {
  return reportTree(artifact, await decodeTree(artifact, options));
}

/** The pipeline and the report on it, decoded once. Rejects as decodeArtifact does. */
export async function decodeInspected(
  artifact: Artifact,
  options: DecodeOptions,
): Promise<{ readonly stage: Stage; readonly inspection: Inspection }> {
  const tree = await decodeTree(artifact, options);
  return { stage: requireStage(tree), inspection: reportTree(artifact, tree) };
}

function reportTree(artifact: Artifact, tree: DecodedNode): Inspection {
  const { name: path, format, containers, root } = artifact;
  const report = { path, format, containers, sparkVersion: root.savedBy.text, root: reportStage(tree) };
  const problems = problemsOf(tree);
  if (tree.stage === undefined) return { ...report, problems };
  try {
    const input = inferInput(tree.stage);
    const schema = structType([...input.required, ...input.optional]);
    const known = new Set(schema.fields.map((field) => field.name));
    const output = planPipeline(tree.stage, schema).output.fields.filter((field) => !known.has(field.name));
    return { ...report, input, output, problems };
  } catch (error) {
    return { ...report, problems: [...problems, error as ScoringError] };
  }
}

function reportStage(decoded: DecodedNode): StageReport {
  const { node, definition, stage, problem } = decoded;
  const children = decoded.children.map(reportStage);
  if (node.kind === 'broken') {
    const unknown = { uid: '', class: '', sparkVersion: '', params: {}, sizes: {}, values: [], queries: {} };
    return { ...unknown, folder: node.folder, problem: node.problem.message, children };
  }
  return {
    uid: node.uid,
    class: node.spark,
    folder: node.folder,
    sparkVersion: node.savedBy.text,
    params: changedParams(node.stored, definition?.params ?? {}),
    sizes: stage?.sizes ?? {},
    values: stage?.values ?? [],
    queries: Object.fromEntries(
      Object.entries(stage?.queries ?? {}).map(([name, { takes }]) => [name, Object.keys(takes)]),
    ),
    ...(stage === undefined ? {} : { exactness: stage.exactness }),
    ...(problem === undefined ? {} : { problem: problem.detail }),
    children,
  };
}

type Json = { readonly [name: string]: unknown };

/** Set params that differ from the stored default or, before Spark 2.4 stored those, from the declared one. */
function changedParams(stored: { paramMap: Json; defaultParamMap: Json }, codecs: ParamCodecs): Json {
  const changed = Object.entries(stored.paramMap).filter(([name, value]) => {
    const standard = stored.defaultParamMap[name] ?? codecs[name]?.fallback;
    return name !== 'stageUids' && JSON.stringify(value, exact) !== JSON.stringify(standard, exact);
  });
  return Object.fromEntries(changed);
}

function exact(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
