import { join } from 'node:path';
import {
  columnOrigins,
  compareValues,
  createRowDecoder,
  createScorer,
  decodeArtifact,
  describeType,
  EXACT,
  type Field,
  metadataOf,
  openLocal,
  type Plan,
  parseJson,
  planPipeline,
  type Row,
  recogniseSpark,
  ScoringError,
  STAGES,
  type Stage,
  type StageDefinition,
  type SumsProfile,
} from '@tinderbox/scoring';
import type { Case } from './cases.ts';

/** A model of the corpus, decoded with these stages (default: all). */
export async function loadCase(of: Case, stages: readonly StageDefinition[] = STAGES): Promise<Stage> {
  const artifact = await recogniseSpark(await openLocal(join(of.folder, 'model')));
  const { sums } = of;
  return decodeArtifact(artifact, { sums, stages: new Map(stages.map((stage) => [stage.spark, stage])) });
}

/** How a case went. */
export interface Outcome {
  /** Why the engine's answer is not Spark's; undefined where it is. */
  readonly difference: string | undefined;
  /** Rows that were compared; none where Spark fails. */
  readonly rows: number;
  /** The farthest that two numbers lay apart, in units in the last place. */
  readonly ulps: number;
}

export interface RunOptions {
  /** Default all. */
  readonly stages?: readonly StageDefinition[];
  /** Another profile than Spark's, as where nobody knows its CPU: then what the stages declare for that is allowed. */
  readonly guess?: SumsProfile;
}

export async function runCase(of: Case, { stages, guess }: RunOptions = {}): Promise<Outcome> {
  if (of.expected === undefined) return failed(await expectFailure(of, stages));
  try {
    const stage = await loadCase(guess === undefined ? of : { ...of, sums: guess }, stages);
    return compareAnswers(of, stage, guess === undefined);
  } catch (error) {
    if (error instanceof ScoringError) return failed(`failed: ${error.message}`);
    throw error;
  }
}

function failed(difference: string | undefined): Outcome {
  return { difference, rows: 0, ulps: 0 };
}

/** Where Spark fails, the engine must too: the caller's fault, or a stage that does not fit the schema. */
async function expectFailure(of: Case, stages: readonly StageDefinition[] | undefined): Promise<string | undefined> {
  try {
    scoreAll(of, await loadCase(of, stages));
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return error.kind === 'internal' ? `failed with a bug: ${error.message}` : undefined;
  }
  return 'succeeded where Spark fails';
}

function compareAnswers(of: Case, stage: Stage, sumsKnown: boolean): Outcome {
  const { fields, rows } = scoreAll(of, stage);
  const plan = planPipeline(stage, of.schema);
  const schemaDifference = compareSchemas(of, fields, namedFromRows(plan));
  if (schemaDifference !== undefined) return failed(schemaDifference);
  const wanted = of.columns.map((name) => fields.findIndex((field) => field.name === name));
  const decode = createRowDecoder({ type: 'struct', fields: wanted.map((i) => fields[i] as Field) });
  const expected = (of.expected ?? []).map((line, i) => decode(parseJson(line), i + 1));
  if (expected.length !== rows.length) return failed(`${rows.length} rows instead of ${expected.length}`);
  const tolerances = new Map(columnOrigins(stage, plan, sumsKnown).map(({ name, tolerance }) => [name, tolerance]));
  let ulps = 0;
  for (const [i, row] of rows.entries()) {
    for (const [k, column] of of.columns.entries()) {
      const found = compareValues(expected[i]?.[k], row[wanted[k] as number], tolerances.get(column) ?? EXACT);
      if (found.difference !== undefined) return failed(`row ${i + 1}, column "${column}": ${found.difference}`);
      ulps = Math.max(ulps, found.ulps);
    }
  }
  return { difference: undefined, rows: rows.length, ulps };
}

function scoreAll(of: Case, stage: Stage): { readonly fields: readonly Field[]; readonly rows: readonly Row[] } {
  const { output, scoreRow } = createScorer(stage, of.schema);
  const decode = createRowDecoder(of.schema);
  const rows = of.input.map((line, i) => scoreRow(decode(parseJson(line), i + 1)));
  return { fields: output.fields, rows: rows.filter((row) => row !== undefined) };
}

/** Names, types and column attributes of what the pipeline adds. */
function compareSchemas(of: Case, fields: readonly Field[], unknowable: ReadonlySet<string>): string | undefined {
  const missing = of.columns.filter((name) => !fields.some((field) => field.name === name));
  if (missing.length > 0)
    return `no column ${missing.join(', ')} (have: ${fields.map((field) => field.name).join(', ')})`;
  for (const expected of of.outputSchema?.fields ?? []) {
    const actual = fields.find((field) => field.name === expected.name) as Field;
    const types = [describeType(expected.type), describeType(actual.type)];
    if (types[0] !== types[1]) return `column "${expected.name}": type ${types[1]} instead of ${types[0]}`;
    const attributes = [expected, actual].map((field) => canonical(metadataOf(field).ml_attr ?? {}));
    if (attributes[0] !== attributes[1] && !(unknowable.has(expected.name) && attributes[1] === '{}')) {
      return `column "${expected.name}": attributes ${attributes[1]} instead of ${attributes[0]}`;
    }
  }
  return undefined;
}

/**
 * Columns whose attributes Spark may take from the first row, which a plan does not see: VectorAssembler's, over vectors
 * of unknown size. Where the plan says something of them it must be right.
 */
function namedFromRows(plan: Plan): ReadonlySet<string> {
  const assembled = plan.steps.filter((step) => step.kind === 'column' && step.stage?.endsWith('(VectorAssembler)'));
  return new Set(assembled.map((step) => (step.kind === 'column' ? step.field.name : '')));
}

/** JSON with sorted keys, without the statistics that only fit computes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
