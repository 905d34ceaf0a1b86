import {
  type Artifact,
  type ColumnScorer,
  columnOrigins,
  createColumnScorer,
  createRecordScorer,
  createScorer,
  type DecodeOptions,
  decodeArtifact,
  decodeInspected,
  findStage,
  findStageWith,
  type InferredInput,
  inferInput,
  inspectArtifact,
  listNames,
  planPipeline,
  type Query,
  type Row,
  requireTimeZone,
  requireVersion,
  ScoringError,
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
      loadedModel(await decodeArtifact(artifact, decodeOptions(options)), options),
    loadInspected: async (artifact, options) => {
      const { stage, inspection } = await decodeInspected(artifact, decodeOptions(options));
      return { loaded: loadedModel(stage, options), inspection };
    },
  };
}

function loadedModel(stage: Stage, { sums, timeZone }: LoadOptions): LoadedModel {
  const input: InferredInput = inferInput(stage);
  return {
    input,
    prepare: async (schema, columns) => nativeScorer(stage, schema, columns),
    compile: (schema, { columns, codegen }) => {
      const zone = requireTimeZone(timeZone ?? 'UTC');
      return createRecordScorer(stage, schema, { columns, codegen, zone });
    },
    value: async (name, wanted) => stageOf(stage, 'value', { name, wanted }).value(name),
    query: (name, wanted) => queryOf(stageOf(stage, 'query', { name, wanted }), name),
    origins: (schema) => columnOrigins(stage, planPipeline(stage, schema), sums !== undefined),
  };
}

/** The stage that is wanted, or the only one that has such a value or query. */
function stageOf(
  root: Stage,
  kind: 'value' | 'query',
  of: { readonly name: string; readonly wanted: string | undefined },
) {
  return of.wanted === undefined ? findStageWith(root, kind, of.name) : findStage(root, of.wanted);
}

function queryOf({ queries }: Stage, name: string): Query {
  const query = Object.hasOwn(queries, name) ? queries[name] : undefined;
  if (query !== undefined) return query;
  const have = listNames(Object.keys(queries));
  throw new ScoringError('INPUT_VALUE', `expected the name of a query, got "${name}" (have: ${have})`);
}

function nativeScorer(stage: Stage, schema: StructType, columns: readonly string[] | undefined): Scorer {
  const { input, output, scoreRow } = createScorer(stage, schema, { columns });
  let inColumns: ColumnScorer | undefined;
  return {
    input,
    output,
    score: async (rows) => scoreAll(rows, scoreRow),
    scoreColumns: (batch) => {
      inColumns ??= createColumnScorer(stage, schema, { columns });
      return inColumns.score(batch);
    },
  };
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
