import type { Expression } from './expression.ts';
import type { Field } from './types.ts';

/** What one stage does to the columns and rows, in order. */
export type Step = ColumnStep | FilterStep | DropStep | SelectStep;

/** Adds a column at the end; `replaces` allows a column of that name, whose place it then takes. */
export interface ColumnStep {
  readonly kind: 'column';
  readonly field: Field;
  readonly value: Expression;
  readonly replaces?: true;
  /** Spark leaves this step out, without a word, where its input column is absent. */
  readonly skippable?: true;
  readonly stage?: string;
}

/** Drops the rows for which `keep` is false. */
export interface FilterStep {
  readonly kind: 'filter';
  readonly keep: Expression<boolean>;
  readonly stage?: string;
}

export interface DropStep {
  readonly kind: 'drop';
  readonly columns: readonly string[];
  readonly stage?: string;
}

/** Puts new columns in the place of all there are. The values are those of the columns before. */
export interface SelectStep {
  readonly kind: 'select';
  readonly columns: readonly SelectedColumn[];
  /** Of an open schema: columns that nobody has asked for yet pass too. */
  readonly passesOthers?: true;
  readonly stage?: string;
}

export interface SelectedColumn {
  readonly field: Field;
  readonly value: Expression;
}

export function addColumn(field: Field, value: Expression): ColumnStep {
  return { kind: 'column', field, value };
}

export function replaceColumn(field: Field, value: Expression): ColumnStep {
  return { kind: 'column', field, value, replaces: true };
}

export function keepRows(keep: Expression<boolean>): FilterStep {
  return { kind: 'filter', keep };
}

export function dropColumns(columns: readonly string[]): DropStep {
  return { kind: 'drop', columns };
}

export function selectColumns(columns: readonly SelectedColumn[], passesOthers = false): SelectStep {
  return { kind: 'select', columns, ...(passesOthers ? { passesOthers } : {}) };
}
