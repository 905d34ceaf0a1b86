import type { ColumnBatch, ColumnData } from '../core/column-data.ts';
import { columnOf, createSink } from '../core/column-sink.ts';
import type { ScoringError } from '../core/errors.ts';
import type { Stage } from '../core/stage.ts';
import type { Field, StructType } from '../core/types.ts';
import { ColumnSlot, columnShape } from './column-shape.ts';
import { generateProgram, type RowFunction } from './generated-program.ts';
import { compileAtFirstRow } from './row-program.ts';
import { planScorer, type ScorerOptions } from './scorer.ts';

/** A pipeline compiled for columns of one schema. Synchronous; what it gives stands until it is called again. */
export interface ColumnScorer {
  readonly input: StructType;
  /** The columns of the scored rows, in order. */
  readonly output: StructType;
  readonly score: (batch: ColumnBatch) => ScoredColumns;
}

export interface ScoredColumns extends ColumnBatch {
  /** The rows that could not be scored, which are left out, as are those that the pipeline drops. */
  readonly issues: readonly { readonly index: number; readonly error: ScoringError }[];
}

/** As `createScorer`, for rows in columns: input columns that are wanted are passed on without being read. */
export function createColumnScorer(stage: Stage, input: StructType, options: ScorerOptions = {}): ColumnScorer {
  const { program, output } = planScorer(stage, input, options.columns);
  const isPassed = ({ slot }: { readonly slot: number }) => slot < input.fields.length;
  const made = { ...program, output: program.output.filter((place) => !isPassed(place)) };
  const slots = input.fields.map(() => new ColumnSlot());
  const sinks = made.output.map(({ field }) => createSink(field.type));
  const scoreRow = compileAtFirstRow(made);
  const plain: RowFunction = (index) => {
    const scored = scoreRow(slots.map((slot) => slot.valueAt(index as number)));
    scored?.forEach((value, k) => {
      sinks[k]?.put(index as number, value);
    });
    return scored !== undefined;
  };
  const generate = (mayBeNull: boolean) =>
    (options.codegen === false
      ? undefined
      : generateProgram(made, columnShape({ input, slots, sinks, mayBeNull }), plain)) ?? plain;
  const programs = new Map<boolean, RowFunction>();
  const programFor = (mayBeNull: boolean): RowFunction => {
    const known = programs.get(mayBeNull) ?? generate(mayBeNull);
    programs.set(mayBeNull, known);
    return known;
  };
  return {
    input,
    output,
    score: ({ columns, length }) => {
      columns.forEach((column, k) => {
        slots[k]?.hold(column);
      });
      for (const sink of sinks) sink.reset(length);
      const { kept, issues } = runRows(programFor(columns.some(({ validity }) => validity !== undefined)), length);
      const computed = sinks.map((sink) => sink.column());
      const all = program.output.map(
        (place) => (isPassed(place) ? columns[place.slot] : computed.shift()) as ColumnData,
      );
      if (kept.length === length) return { length, columns: all, issues };
      return { length: kept.length, columns: select(all, output.fields, kept), issues };
    },
  };
}

/** Runs every row; a row that fails is an issue. */
function runRows(run: RowFunction, length: number) {
  const kept: number[] = [];
  const issues: ScoredColumns['issues'][number][] = [];
  for (let index = 0; index < length; index++) {
    try {
      if (run(index) === true) kept.push(index);
    } catch (error) {
      issues.push({ index, error: error as ScoringError });
    }
  }
  return { kept, issues };
}

function select(columns: readonly ColumnData[], fields: readonly Field[], kept: readonly number[]): ColumnData[] {
  return columns.map(({ valueAt }, k) =>
    columnOf((fields[k] as Field).type, kept.length, (i) => valueAt(kept[i] as number)),
  );
}
