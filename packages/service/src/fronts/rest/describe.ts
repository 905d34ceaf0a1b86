import { describeType, type Field, type StageReport, type StructType } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../app/serving.ts';

/** A model in a list: its versions, the newest first, and their other names. */
export function describeModel(serving: Serving, name: string) {
  const versions = serving.models().filter((model) => model.name === name);
  return { name, versions: versions.map(({ version }) => version), aliases: serving.aliases?.(name) ?? {} };
}

/** The names of all models, in order. */
export function namesOf(serving: Serving): readonly string[] {
  return [...new Set(serving.models().map(({ name }) => name))];
}

/** All that is known of a version. */
export function describeVersion(model: ServedModel, engine: string) {
  const { name, version, loadedAt, inspection, input, output } = model;
  return {
    name,
    version,
    loaded_at: new Date(loadedAt).toISOString(),
    engine,
    format: inspection.format,
    spark_version: inspection.sparkVersion,
    input: describeColumns(input),
    output: describeColumns(output),
    stages: [describeStage(inspection.root)],
  };
}

function describeColumns({ fields }: StructType) {
  return fields.map(({ name, type }: Field) => ({ name, type: describeType(type) }));
}

interface StageDescription {
  readonly uid: string;
  readonly class: string;
  readonly params: StageReport['params'];
  readonly sizes: StageReport['sizes'];
  readonly exactness: StageReport['exactness'];
  readonly stages: readonly StageDescription[];
}

function describeStage(stage: StageReport): StageDescription {
  const { uid, class: spark, params, sizes, exactness, children } = stage;
  return { uid, class: spark, params, sizes, exactness, stages: children.map(describeStage) };
}

/** JSON of what came from a model, whose params may hold numbers beyond a double. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}
