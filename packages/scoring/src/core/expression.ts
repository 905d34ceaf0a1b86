import type { Formula } from './formula.ts';
import type { DataType } from './types.ts';

/**
 * What a stage computes for a row, as a graph the planner can share, prune and compile.
 * An expression is compared by identity: two columns made from one expression compute it once.
 */
export type Expression<T = unknown> = ColumnReference<T> | Computation<T>;

/** The value a column has at the step that first uses the expression. */
export interface ColumnReference<T = unknown> {
  readonly kind: 'column';
  readonly name: string;
  readonly type: DataType;
  /** Never set: carries the type of the value for the compiler. */
  readonly value?: T;
}

/** A pure function of other expressions. `compile` is called once, when a program is made, never for a mere schema. */
export interface Computation<T = unknown> {
  readonly kind: 'computation';
  readonly inputs: readonly Expression[];
  readonly compile: () => (...values: never[]) => T;
  readonly formula?: Formula;
}

type Inputs<V extends readonly unknown[]> = { readonly [K in keyof V]: Expression<V[K]> };

/**
 * `compile()` precomputes what it can and returns the function of one row. The function must not keep or change its
 * arguments, and fails a row by throwing `rejectRow(...)`.
 */
export function compute<const V extends readonly unknown[], T>(
  inputs: Inputs<V>,
  compile: () => (...values: V) => T,
  formula?: Formula,
): Computation<T> {
  const computation = {
    kind: 'computation' as const,
    inputs,
    compile: compile as unknown as Computation<T>['compile'],
  };
  return formula === undefined ? computation : { ...computation, formula };
}

/** As `compute` of one input, with Spark's rule for primitive arguments: null in, null out, `f` not called. */
export function computeUnlessNull<V, T>(input: Expression<V | null>, compile: () => (value: V) => T) {
  return compute([input], () => {
    const f = compile();
    return (value: V | null) => (value === null ? null : f(value));
  });
}

/** The first column an expression reads: where a failure of it is reported. */
export function firstColumn(expression: Expression): string | undefined {
  if (expression.kind === 'column') return expression.name;
  for (const input of expression.inputs) {
    const name = firstColumn(input);
    if (name !== undefined) return name;
  }
  return undefined;
}
