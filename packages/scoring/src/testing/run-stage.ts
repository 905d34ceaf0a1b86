import { Columns } from '../core/columns.ts';
import { planPipeline, planProgram } from '../core/plan.ts';
import { parseSparkVersion, type SparkVersion } from '../core/spark-version.ts';
import type { Stage, StageDefinition, StoredStage } from '../core/stage.ts';
import { defaultSums } from '../core/sums.ts';
import type { Table } from '../core/table.ts';
import { type StructType, structType } from '../core/types.ts';
import type { Row } from '../core/values.ts';
import { compileRowProgram } from '../native/row-program.ts';
import { memoryTable } from './memory-table.ts';

/** A stage as a test writes it down. */
export interface StageUnderTest {
  readonly params?: { readonly [name: string]: unknown };
  readonly defaults?: { readonly [name: string]: unknown };
  readonly extras?: { readonly [name: string]: unknown };
  /** Rows of each Parquet folder, by folder name. */
  readonly tables?: { readonly [name: string]: readonly { readonly [column: string]: unknown }[] };
  /** The object of each folder of JSON, by folder name. */
  readonly jsons?: { readonly [name: string]: { readonly [field: string]: unknown } };
  readonly children?: readonly Stage[];
  /** The version that saved; 3.5.0 unless said. */
  readonly savedBy?: string;
  /** The version whose answers are wanted; the one that saved unless said. */
  readonly semantics?: string;
  /** The session time zone; UTC unless said. */
  readonly timeZone?: string;
}

/** Decodes a stage from values in memory instead of a saved folder. */
export function decodeStage(definition: StageDefinition, stage: StageUnderTest): Promise<Stage> {
  const savedBy = version(stage.savedBy ?? '3.5.0');
  const semantics = stage.semantics === undefined ? savedBy : version(stage.semantics);
  const stored: StoredStage = {
    spark: definition.spark,
    uid: 'stage_1',
    where: { stage: 'stage_1' },
    savedBy,
    semantics,
    sums: defaultSums(semantics),
    timeZone: stage.timeZone ?? 'UTC',
    paramMap: stage.params ?? {},
    defaultParamMap: stage.defaults ?? {},
    extras: stage.extras ?? {},
    children: stage.children ?? [],
    table: async (name): Promise<Table> => memoryTable(name, stage.tables?.[name] ?? []),
    json: async (name) => stage.jsons?.[name] ?? {},
  };
  return definition.decode(stored);
}

/** The schema a stage gives for this input schema. */
export function outputSchema(stage: Stage, input: StructType): StructType {
  const columns = new Columns(input.fields);
  return structType(columns.after(stage.plan(columns)).fields);
}

/** Scores rows; dropped rows are missing from the result, as in Spark. Throws at the first bad row. */
export function scoreRows(stage: Stage, input: StructType, rows: readonly Row[]): Row[] {
  const plan = planPipeline(stage, input);
  const run = compileRowProgram(planProgram(plan, plan.output.fields));
  return rows.flatMap((row) => {
    const result = run(row);
    return result === undefined ? [] : [result];
  });
}

function version(text: string): SparkVersion {
  return parseSparkVersion(text) as SparkVersion;
}
