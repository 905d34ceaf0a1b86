import { internalError, locate, ScoringError } from '../core/errors.ts';
import type { Operation, Program } from '../core/plan.ts';
import type { Row, Value } from '../core/values.ts';

/** Scores one row: input values in, wanted values out; undefined where the pipeline drops the row. */
export type RowProgram = (row: Row) => Row | undefined;

/** As `compileRowProgram`, but waits for the first row: a generated program may never need it. */
export function compileAtFirstRow(program: Program): RowProgram {
  let compiled: RowProgram | undefined;
  return (row) => {
    compiled ??= compileRowProgram(program);
    return compiled(row);
  };
}

interface Compiled {
  readonly run: (slots: Value[]) => boolean;
  readonly operation: Operation;
}

/**
 * Compiles the operations once and runs them over scratch slots. The program is synchronous and not re-entrant.
 * A row that cannot be scored throws a ScoringError that names stage and column; the caller knows the row number.
 */
export function compileRowProgram(program: Program): RowProgram {
  const compiled = program.operations.map((operation) => ({ operation, run: compileOperation(operation) }));
  const slots: Value[] = new Array(program.slots).fill(null);
  const output = program.output.map(({ slot }) => slot);
  return (row) => {
    for (let i = 0; i < row.length; i++) slots[i] = row[i];
    for (const step of compiled) if (!runLocated(step, slots)) return undefined;
    return output.map((slot) => slots[slot]);
  };
}

function runLocated({ run, operation }: Compiled, slots: Value[]): boolean {
  try {
    return run(slots);
  } catch (error) {
    const { stage, column } = operation;
    const where = { ...(stage === undefined ? {} : { stage }), ...(column === undefined ? {} : { column }) };
    throw error instanceof ScoringError ? locate(error, where) : internalError(error, where);
  }
}

type Call = (...values: Value[]) => Value;

function compileOperation(operation: Operation): (slots: Value[]) => boolean {
  const call = callOf(operation);
  if (operation.kind === 'filter') return (slots) => call(slots) === true;
  const { output } = operation;
  return (slots) => {
    slots[output] = call(slots);
    return true;
  };
}

function callOf({ compile, inputs }: Operation): (slots: Value[]) => Value {
  const f = compile() as Call;
  const [a, b] = inputs as [number, number];
  if (inputs.length === 1) return (slots) => f(slots[a]);
  if (inputs.length === 2) return (slots) => f(slots[a], slots[b]);
  return (slots) => f(...inputs.map((slot) => slots[slot]));
}
