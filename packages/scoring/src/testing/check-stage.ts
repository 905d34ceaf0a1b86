import { ScoringError } from '../core/errors.ts';
import type { Stage } from '../core/stage.ts';
import { type Field, type StructType, structType } from '../core/types.ts';
import type { Row } from '../core/values.ts';
import { createRecordScorer, type RecordScorer } from '../native/record-scorer.ts';
import { createScorer, type Scorer } from '../native/scorer.ts';
import { describeMisfit } from './value-type.ts';

/** What a stage is checked with: rows it can score, and rows it may refuse, of one schema. */
export interface StageSample {
  readonly schema: StructType;
  readonly rows: readonly Row[];
}

/**
 * What every stage must hold to, whatever it computes. Answers the rules that are broken, in words; none is good.
 * Run it over stages of your own too.
 */
export function checkStage(stage: Stage, sample: StageSample): readonly string[] {
  const scorer = createScorer(stage, sample.schema);
  const answers = sample.rows.map((row) => answer(scorer, row));
  return [
    ...checkRepeatable(scorer, sample, answers),
    ...checkPrograms(stage, sample, answers),
    ...checkInputKept(scorer, sample),
    ...checkTypes(scorer, answers),
    ...checkColumns(stage, { sample, scorer, answers }),
    ...checkRefusals(stage, sample),
  ];
}

/** The row, undefined for a dropped one, or the code of the failure. */
type Answer = Row | undefined | string;

function answer(scorer: Scorer, row: Row): Answer {
  try {
    return scorer.scoreRow(row);
  } catch (error) {
    return error instanceof ScoringError ? error.code : `not a ScoringError: ${String(error)}`;
  }
}

function checkRepeatable(scorer: Scorer, { rows }: StageSample, answers: readonly Answer[]): readonly string[] {
  const backwards = rows.toReversed().map((row) => answer(scorer, row));
  return backwards.reverse().every((again, i) => isSame(again, answers[i]))
    ? []
    : ['a row must be answered alike whatever rows came before it'];
}

/** Whether code is made of the pipeline or not, and whether rows are arrays or objects, the answer is the same. */
function checkPrograms(stage: Stage, { schema, rows }: StageSample, answers: readonly Answer[]): readonly string[] {
  const plain = createScorer(stage, schema, { codegen: false });
  const records = [createRecordScorer(stage, schema), createRecordScorer(stage, schema, { codegen: false })];
  const differs = rows.some((row, i) => {
    const again = [answer(plain, row), ...records.map((scorer) => answerRecord(scorer, row))];
    return again.some((other) => !isSame(other, answers[i]));
  });
  return differs ? ['generated code, plain calls, arrays and objects must give the same answers'] : [];
}

function answerRecord({ input, output, score }: RecordScorer, row: Row): Answer {
  try {
    const record = score(Object.fromEntries(input.fields.map(({ name }, i) => [name, row[i]])));
    return record === undefined ? undefined : output.fields.map(({ name }) => record[name]);
  } catch (error) {
    return error instanceof ScoringError ? error.code : `not a ScoringError: ${String(error)}`;
  }
}

function checkInputKept(scorer: Scorer, { rows }: StageSample): readonly string[] {
  const before = rows.map(snapshot);
  for (const row of rows) answer(scorer, row);
  return rows.every((row, i) => snapshot(row) === before[i]) ? [] : ['the input row must not be changed'];
}

function checkTypes(scorer: Scorer, answers: readonly Answer[]): readonly string[] {
  const misfits = answers.flatMap((row) =>
    Array.isArray(row) ? scorer.output.fields.map((field, i) => describeMisfit(row[i], field)) : [],
  );
  const bugs = answers.filter((code) => typeof code === 'string' && !code.startsWith('INPUT_'));
  return [
    ...new Set([...misfits.filter((misfit) => misfit !== undefined), ...bugs.map((code) => `failed with ${code}`)]),
  ];
}

/** Each output alone must be what it is among all. Errors may vanish with the columns that raise them. */
function checkColumns(
  stage: Stage,
  { sample, scorer, answers }: { sample: StageSample; scorer: Scorer; answers: readonly Answer[] },
): readonly string[] {
  return scorer.output.fields.flatMap((field, i) => {
    const alone = createScorer(stage, sample.schema, { columns: [field.name] });
    const differs = answers.some((row, k) => {
      const again = answer(alone, sample.rows[k] as Row);
      return Array.isArray(row) && !isSame(again, [row[i]]);
    });
    return differs ? [`column ${field.name} alone must be what it is among all`] : [];
  });
}

/** A missing or mistyped input column ends in a ScoringError or in a plan, never in anything else. */
function checkRefusals(stage: Stage, { schema }: StageSample): readonly string[] {
  const variants = schema.fields.flatMap((field, i): StructType[] => {
    const other: Field = { ...field, type: 'binary' };
    return [structType(schema.fields.toSpliced(i, 1)), structType(schema.fields.with(i, other))];
  });
  return variants.flatMap((variant) => {
    try {
      createScorer(stage, variant);
      return [];
    } catch (error) {
      return error instanceof ScoringError && error.kind !== 'internal'
        ? []
        : [`planning failed with ${String(error)}`];
    }
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return snapshot(a) === snapshot(b);
}

/** A text that is equal for equal bits: JSON, with -0, NaN, infinities and bigints told apart. */
function snapshot(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) => {
      if (typeof inner === 'bigint') return `${inner}n`;
      if (inner instanceof Map) return [...inner];
      if (ArrayBuffer.isView(inner)) return Array.from(inner as Float64Array);
      return typeof inner === 'number' && (Object.is(inner, -0) || !Number.isFinite(inner))
        ? `#${Object.is(inner, -0) ? '-0' : inner}`
        : inner;
    }) ?? 'undefined'
  );
}
