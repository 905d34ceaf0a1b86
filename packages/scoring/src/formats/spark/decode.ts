import type { Artifact, ArtifactNode, SavedStage } from '../../core/artifact.ts';
import { locate, ScoringError } from '../../core/errors.ts';
import type { SparkVersion } from '../../core/spark-version.ts';
import type { Stage, StageDefinition } from '../../core/stage.ts';
import { defaultSums, type SumsProfile } from '../../core/sums.ts';
import { requireTimeZone } from '../../core/zones.ts';
import { describeUnknown } from './unknown-class.ts';

export interface DecodeOptions {
  /** The classes that can be decoded, by JVM name. */
  readonly stages: ReadonlyMap<string, StageDefinition>;
  /** Another version's answers than those of the version that saved. */
  readonly semantics?: SparkVersion | undefined;
  /** Another order of sums than that of the semantics. */
  readonly sums?: SumsProfile | undefined;
  /** The session time zone; UTC unless given. */
  readonly timeZone?: string | undefined;
}

/** A node of an artifact and what became of it: a stage, or a problem of its own, or neither for one inside it. */
export interface DecodedNode {
  readonly node: ArtifactNode;
  readonly definition: StageDefinition | undefined;
  readonly stage: Stage | undefined;
  readonly problem: ScoringError | undefined;
  readonly children: readonly DecodedNode[];
}

/** Decodes every stage as far as possible; rejects for no time zone, never for what a stage holds. */
export async function decodeTree(artifact: Artifact, options: DecodeOptions): Promise<DecodedNode> {
  requireTimeZone(options.timeZone ?? 'UTC');
  return decodeNode(artifact.root, options);
}

/** The decoded pipeline. Rejects with the first problem in order of the stages, and tells how many more there are. */
export async function decodeArtifact(artifact: Artifact, options: DecodeOptions): Promise<Stage> {
  return requireStage(await decodeTree(artifact, options));
}

/** What was decoded. Throws the first problem in order of the stages, and tells how many more there are. */
export function requireStage(tree: DecodedNode): Stage {
  const [first, ...others] = problemsOf(tree);
  if (first === undefined) return tree.stage as Stage;
  if (others.length === 0) throw first;
  throw new ScoringError(first.code, `${first.detail} (and ${others.length} more problems)`, first.where, {
    cause: first,
    condition: first.condition,
  });
}

/** Every reason why the artifact cannot be decoded, in order of the stages; empty where it can. */
export function problemsOf(tree: DecodedNode): readonly ScoringError[] {
  const inside = tree.children.flatMap(problemsOf);
  return tree.problem === undefined ? inside : [...inside, tree.problem];
}

async function decodeNode(node: ArtifactNode, options: DecodeOptions): Promise<DecodedNode> {
  const children = node.kind === 'broken' ? [] : await Promise.all(node.children.map((c) => decodeNode(c, options)));
  const definition = node.kind === 'broken' ? undefined : options.stages.get(node.spark);
  const decoded = { node, definition, children };
  if (node.kind === 'broken') return { ...decoded, stage: undefined, problem: node.problem };
  if (definition === undefined) return { ...decoded, stage: undefined, problem: describeUnknown(node) };
  const stages = children.flatMap((child) => child.stage ?? []);
  if (stages.length < children.length) return { ...decoded, stage: undefined, problem: undefined };
  try {
    return { ...decoded, stage: await decodeStage(node, definition, { options, stages }), problem: undefined };
  } catch (error) {
    return { ...decoded, stage: undefined, problem: stageProblem(error, node) };
  }
}

function decodeStage(
  node: SavedStage,
  definition: StageDefinition,
  inside: { options: DecodeOptions; stages: readonly Stage[] },
): Promise<Stage> {
  const semantics = inside.options.semantics ?? node.savedBy;
  const sums = inside.options.sums ?? defaultSums(semantics);
  const { timeZone = 'UTC' } = inside.options;
  return definition.decode({ ...node.stored, semantics, sums, timeZone, children: inside.stages });
}

/** What is no ScoringError is a decoder that tripped over data it did not foresee: the data does not fit. */
function stageProblem(error: unknown, node: SavedStage): ScoringError {
  const { where } = node.stored;
  if (error instanceof ScoringError) return locate(error, where);
  return new ScoringError('MODEL_DATA', 'expected data as Spark writes it, got something else', where, {
    cause: error,
  });
}
