import { Columns, OpenInputs } from './columns.ts';
import { locate } from './errors.ts';
import { compute, type Expression, firstColumn } from './expression.ts';
import type { Formula } from './formula.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';
import { type Field, type StructType, structType } from './types.ts';

/** A pipeline wired to an input schema: the schema it gives, and the steps in order. Pure data. */
export interface Plan {
  readonly input: StructType;
  readonly output: StructType;
  readonly steps: readonly Step[];
}

/** Plans the stages one after the other, each over the columns its forerunners leave. */
export function planStages(stages: readonly Stage[], input: Columns): readonly Step[] {
  const all: Step[] = [];
  let columns = input;
  for (const stage of stages) {
    const steps = stage.plan(columns);
    columns = columnsAfter(columns, steps);
    for (const step of steps) all.push(step);
  }
  return all;
}

function columnsAfter(columns: Columns, steps: readonly Step[]): Columns {
  try {
    return columns.after(steps);
  } catch (error) {
    const stage = steps[0]?.stage;
    throw stage === undefined ? error : locate(error, { stage });
  }
}

export function planPipeline(stage: Stage, input: StructType): Plan {
  const columns = new Columns(input.fields);
  const steps = stage.plan(columns);
  return { input, output: structType(columnsAfter(columns, steps).fields), steps };
}

export interface InferredInput {
  /** The columns without which the pipeline cannot score, with the types its stages prefer. */
  readonly required: readonly Field[];
  /** Columns that are read where present and not missed where absent, such as a label to be indexed. */
  readonly optional: readonly Field[];
}

/** What a pipeline reads, found by planning it over a schema that grants every wish. */
export function inferInput(stage: Stage): InferredInput {
  const open = new OpenInputs();
  const steps = stage.plan(new Columns([], open));
  const optional = new Set(open.fields().filter((field) => isMissable(field.name, steps)));
  return { required: open.fields().filter((field) => !optional.has(field)), optional: [...optional] };
}

/** True where only steps that Spark skips read the column, and nothing else reads what those steps add. */
function isMissable(name: string, steps: readonly Step[]): boolean {
  const readers = steps.filter((step) => readsOf(step).has(name));
  return readers.every((step) => {
    if (step.kind !== 'column' || step.skippable !== true) return false;
    return step.field.name === name || isMissable(step.field.name, steps.slice(steps.indexOf(step) + 1));
  });
}

function readsOf(step: Step): ReadonlySet<string> {
  const names = new Set<string>();
  if (step.kind === 'column') collectColumns(step.value, names);
  if (step.kind === 'filter') collectColumns(step.keep, names);
  if (step.kind === 'select') for (const { value } of step.columns) collectColumns(value, names);
  return names;
}

function collectColumns(expression: Expression, into: Set<string>): void {
  if (expression.kind === 'column') into.add(expression.name);
  else for (const input of expression.inputs) collectColumns(input, into);
}

/** One value to compute: `inputs` and `output` are slots of the row program. */
export interface Operation {
  readonly kind: 'compute' | 'filter';
  readonly compile: () => (...values: never[]) => unknown;
  readonly formula: Formula | undefined;
  readonly inputs: readonly number[];
  /** Where the value goes; a filter's goes nowhere. */
  readonly output: number;
  readonly stage: string | undefined;
  readonly column: string | undefined;
}

/** The operations that the wanted columns need, over numbered slots: slot i is input field i, the others follow. */
export interface Program {
  readonly slots: number;
  readonly operations: readonly Operation[];
  readonly output: readonly { readonly field: Field; readonly slot: number }[];
}

/**
 * Resolves names to slots and drops what nobody wants. Filters stay, and stand where they stood: rows that a stage
 * drops are not seen by the stages behind it.
 */
export function planProgram(plan: Plan, wanted: readonly Field[]): Program {
  return new ProgramBuilder(plan).build(wanted);
}

class ProgramBuilder {
  readonly #operations: Operation[] = [];
  #names = new Map<string, number>();
  readonly #computed = new Map<Expression, number>();
  readonly #plan: Plan;
  #slots: number;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#slots = plan.input.fields.length;
    plan.input.fields.forEach((field, slot) => {
      this.#names.set(field.name, slot);
    });
  }

  build(wanted: readonly Field[]): Program {
    for (const step of this.#plan.steps) this.#add(step);
    const output = wanted.map((field) => ({ field, slot: this.#names.get(field.name) as number }));
    return { slots: this.#slots, operations: this.#prune(output.map(({ slot }) => slot)), output };
  }

  #add(step: Step): void {
    if (step.kind === 'column') this.#names.set(step.field.name, this.#slotOf(step.value, step));
    if (step.kind === 'filter') this.#push('filter', step.keep, step);
    if (step.kind === 'select') {
      this.#names = new Map(step.columns.map(({ field, value }) => [field.name, this.#slotOf(value, step)]));
    }
  }

  #slotOf(expression: Expression, step: Step): number {
    if (expression.kind === 'column') return this.#names.get(expression.name) as number;
    const known = this.#computed.get(expression);
    if (known !== undefined) return known;
    const slot = this.#push('compute', expression, step);
    this.#computed.set(expression, slot);
    return slot;
  }

  #push(kind: Operation['kind'], expression: Expression, step: Step): number {
    const computation = expression.kind === 'computation' ? expression : passOn(expression);
    const inputs = computation.inputs.map((input) => this.#slotOf(input, step));
    const output = kind === 'compute' ? this.#slots++ : -1;
    const column = firstColumn(expression) ?? (step.kind === 'column' ? step.field.name : undefined);
    const { compile, formula } = computation;
    this.#operations.push({ kind, compile, formula, inputs, output, stage: step.stage, column });
    return output;
  }

  #prune(wanted: readonly number[]): readonly Operation[] {
    const needed = new Set(wanted);
    const kept: Operation[] = [];
    for (const operation of this.#operations.toReversed()) {
      if (operation.kind === 'compute' && !needed.has(operation.output)) continue;
      for (const slot of operation.inputs) needed.add(slot);
      kept.push(operation);
    }
    return kept.reverse();
  }
}

function passOn(expression: Expression) {
  return compute([expression], () => (value) => value);
}
