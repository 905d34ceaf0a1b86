import { listNames, ScoringError } from './errors.ts';
import { type ColumnReference, compute, type Expression } from './expression.ts';
import type { Step } from './step.ts';
import {
  arrayType,
  createField,
  type DataType,
  describeType,
  type Field,
  isNumeric,
  isVector,
  VECTOR,
} from './types.ts';
import { toDouble } from './values.ts';
import type { Vector } from './vector.ts';

/**
 * The columns a stage finds, and the typed doors to them. Immutable: `after` gives the columns behind a stage.
 *
 * Two kinds: with a *closed* schema a missing column fails. With an *open* one (nobody gave a schema) it is taken to be
 * an input of the pipeline, of the type the stage prefers; that is how the input schema of a pipeline is inferred.
 */
export class Columns {
  readonly fields: readonly Field[];
  readonly #open: OpenInputs | undefined;

  constructor(fields: readonly Field[], open?: OpenInputs) {
    this.fields = fields;
    this.#open = open;
  }

  /** The column, or undefined; never infers one. */
  find(name: string): Field | undefined {
    return this.fields.find((field) => field.name === name) ?? this.#open?.find(name);
  }

  /** The column. `preferred` is the type it gets where the schema is open. */
  require(name: string, preferred: DataType): Field {
    const found = this.find(name) ?? this.#open?.add(name, preferred);
    if (found !== undefined) return found;
    const have = listNames(this.fields.map((field) => field.name));
    throw new ScoringError('INPUT_COLUMN_MISSING', `expected a column of that name, got none (have: ${have})`, {
      column: name,
    });
  }

  /** True where nobody gave a schema: any column may exist. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** As `require`, for stages that Spark skips when the column is absent: undefined then. */
  requireIfPresent(name: string, preferred: DataType): Field | undefined {
    return this.#open === undefined ? this.find(name) : this.require(name, preferred);
  }

  /** A column as it is; null stays null. */
  reference<T>(field: Field): ColumnReference<T | null> {
    return { kind: 'column', name: field.name, type: field.type };
  }

  /** A vector column; a null fails the row, as a null argument fails Spark's user functions. */
  vector(name: string): Expression<Vector> {
    const field = this.require(name, VECTOR);
    if (!isVector(field.type)) throw wrongType(field, 'VECTOR');
    return this.rejectNull<Vector>(field);
  }

  /** A numeric column of any type, cast to double; null stays null. */
  number(name: string): Expression<number | null> {
    const field = this.require(name, 'double');
    if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type');
    return this.castToDouble(field);
  }

  /** A string column; a null fails the row. */
  text(name: string): Expression<string> {
    const field = this.require(name, 'string');
    if (field.type !== 'string') throw wrongType(field, 'STRING');
    return this.rejectNull<string>(field);
  }

  /** An array of strings, nulls inside allowed; a null array fails the row. */
  tokens(name: string): Expression<readonly (string | null)[]> {
    const field = this.require(name, arrayType('string'));
    const { type } = field;
    if (typeof type !== 'object' || type.type !== 'array' || type.elementType !== 'string') {
      throw wrongType(field, 'ARRAY<STRING>');
    }
    return this.rejectNull<readonly (string | null)[]>(field);
  }

  /** Any numeric or boolean column as double; null stays null. */
  castToDouble(field: Field): Expression<number | null> {
    const { type } = field;
    if (type === 'double' || type === 'float' || type === 'integer' || type === 'short' || type === 'byte') {
      return this.reference<number>(field);
    }
    return compute([this.reference<unknown>(field)], () => (value) => (value === null ? null : toDouble(value)));
  }

  /** The column's values; a null fails the row with INPUT_VALUE_NULL. */
  rejectNull<T>(field: Field): Expression<T> {
    const require = (value: T | null) => {
      if (value !== null) return value;
      throw new ScoringError('INPUT_VALUE_NULL', 'expected a value, got null', { column: field.name });
    };
    return compute([this.reference<T>(field)], () => require, { kind: 'present' });
  }

  /** The columns behind these steps. Fails where a step adds a column that exists and does not say it replaces it. */
  after(steps: readonly Step[]): Columns {
    let fields = this.fields;
    let open = this.#open;
    for (const step of steps) {
      if (step.kind === 'drop') fields = fields.filter((field) => !step.columns.includes(field.name));
      if (step.kind === 'select') {
        fields = step.columns.map(({ field }) => field);
        open = step.passesOthers === true ? open : undefined;
        checkNames(fields);
      }
      if (step.kind !== 'column') continue;
      const { field } = step;
      const at = fields.findIndex((existing) => existing.name === field.name);
      const exists = at >= 0 || open?.find(field.name) !== undefined;
      if (exists && step.replaces !== true) throw alreadyExists(field.name);
      fields = at >= 0 ? fields.with(at, field) : [...fields, field];
    }
    return new Columns(fields, open);
  }
}

/** The inputs an open schema has been asked for so far, in order of first use. */
export class OpenInputs {
  readonly #byName = new Map<string, Field>();

  find(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  add(name: string, type: DataType): Field {
    const field = createField(name, type);
    this.#byName.set(name, field);
    return field;
  }

  fields(): readonly Field[] {
    return [...this.#byName.values()];
  }
}

/** A column of a type the stage does not take. */
export function wrongType(field: Field, expected: string): ScoringError {
  return new ScoringError('INPUT_COLUMN_TYPE', `expected ${expected}, got ${describeType(field.type)}`, {
    column: field.name,
  });
}

function checkNames(fields: readonly Field[]): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) throw alreadyExists(name);
    names.add(name);
  }
}

function alreadyExists(name: string): ScoringError {
  return new ScoringError('INPUT_COLUMN_EXISTS', 'expected a new column name, got one that exists already', {
    column: name,
  });
}
