import {
  type Artifact,
  columnOrigins,
  createScorer,
  type DecodeOptions,
  decodeArtifact,
  type InferredInput,
  inferInput,
  inspectArtifact,
  planPipeline,
  type Row,
  requireVersion,
  type ScoringError,
  STAGES,
  type Stage,
  type StructType,
} from '@tinderbox/scoring';
import type { Engine, Issue, LoadedModel, LoadOptions, Scored, Scorer } from '../../app/engine.ts';

/** Scores in this process, in TypeScript. */
export function createNativeEngine(): Engine {
  const stages = new Map(STAGES.map((definition) => [definition.spark, definition]));
  const decodeOptions = ({ semantics, sums, timeZone }: LoadOptions): DecodeOptions => ({
    stages,
    sums,
    timeZone,
    semantics: semantics === undefined ? undefined : requireVersion(semantics),
  });
  return {
    name: 'native',
    inspect: (artifact, options) => inspectArtifact(artifact, decodeOptions(options)),
    load: async (artifact: Artifact, options) =>
      loadedModel(await decodeArtifact(artifact, decodeOptions(options)), options.sums !== undefined),
  };
}

function loadedModel(stage: Stage, sumsKnown: boolean): LoadedModel {
  const input: InferredInput = inferInput(stage);
  return {
    input,
    prepare: async (schema, columns) => nativeScorer(stage, schema, columns),
    origins: (schema) => columnOrigins(stage, planPipeline(stage, schema), sumsKnown),
  };
}

function nativeScorer(stage: Stage, schema: StructType, columns: readonly string[] | undefined): Scorer {
  const { input, output, scoreRow } = createScorer(stage, schema, columns);
  return { input, output, score: async (rows) => scoreAll(rows, scoreRow) };
}

function scoreAll(rows: readonly Row[], scoreRow: (row: Row) => Row | undefined): Scored {
  const scored: (Row | undefined)[] = new Array(rows.length);
  const issues: Issue[] = [];
  for (let index = 0; index < rows.length; index++) {
    try {
      scored[index] = scoreRow(rows[index] as Row);
    } catch (error) {
      scored[index] = undefined;
      issues.push({ index, error: error as ScoringError });
    }
  }
  return { rows: scored, issues };
}
