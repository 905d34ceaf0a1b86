import type { Columns } from '../core/columns.ts';
import { ScoringError } from '../core/errors.ts';
import type { ColumnReference } from '../core/expression.ts';
import { type DataType, type Field, isNumeric } from '../core/types.ts';
import { badStatement } from './dialect.ts';
import type { Node } from './node.ts';
import type { Syntax } from './syntax.ts';

/** The columns that one expression reads, in the order of its row. */
export class ReadColumns {
  readonly references: ColumnReference[] = [];
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** The column as a node that reads its place of the row. */
  read(field: Field, name: string): Node {
    let at = this.references.findIndex((reference) => reference.name === field.name);
    if (at < 0) at = this.references.push(this.#columns.reference(field)) - 1;
    return { type: field.type, sql: name, name, foldable: false, compile: () => (row) => row[at], column: field.name };
  }
}

/** What names mean at one place of a statement. */
export interface Scope {
  readonly columns: Columns;
  readonly alias: string | undefined;
  readonly reads: ReadColumns;
  /** Parameters of the lambdas around, by name in lower case. */
  readonly parameters: ReadonlyMap<string, Node>;
  /** Expressions that stand before in the same select list, by alias in lower case (Spark 3.4 and newer). */
  readonly aliases: ReadonlyMap<string, Syntax>;
}

/** A column by name, whatever its case; undefined where there is none. Fails where two differ only in case. */
export function findColumn(columns: Columns, name: string): Field | undefined {
  const matches = columns.fields.filter((field) => field.name.toLowerCase() === name.toLowerCase());
  if (matches.length > 1) throw badStatement('a name of one column', `"${name}", of which there are ${matches.length}`);
  return matches[0] ?? columns.find(name);
}

/** A column of an open schema that nobody has asked for yet: whatever number stands beside it, it may be a double. */
export function inferColumn(columns: Columns, name: string, hint: DataType | undefined): Field {
  return columns.require(name, hint === undefined || hint === 'void' || isNumeric(hint) ? 'double' : hint);
}

export function missingColumn(columns: Columns, name: string): ScoringError {
  const have = columns.fields.map((field) => field.name).join(', ') || 'none';
  return new ScoringError(
    'INPUT_COLUMN_MISSING',
    `expected a column of that name, got none (have: ${have})`,
    { column: name },
    { condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION' },
  );
}
