import type { DataType } from '../core/types.ts';
import { describeType } from '../core/types.ts';
import type { Row, Value } from '../core/values.ts';

/** The value of an expression for a row of the columns it reads. */
export type Evaluate = (row: Row) => Value;

/** An expression with its types settled and its casts put in. */
export interface Node {
  readonly type: DataType;
  /** The text that Spark makes a column's name of. */
  readonly sql: string;
  /** Reads no column. */
  readonly foldable: boolean;
  readonly compile: () => Evaluate;
  /** Set for literals as written. */
  readonly literal?: { readonly value: Value };
  /** The name of a column, field or alias: what a struct calls it. */
  readonly name?: string;
  /** Set for lambdas: the body, and the cells of its parameters. */
  readonly lambda?: Lambda;
  /** A column as it is. */
  readonly column?: string;
}

/** A function value: `bind` types the parameters and gives the body. */
export interface Lambda {
  readonly size: number;
  bind(types: readonly DataType[]): BoundLambda;
}

export interface BoundLambda {
  readonly body: Node;
  /** Holds the values of the parameters while the body runs. */
  readonly cells: readonly { value: Value }[];
  readonly sql: string;
}

export type Operation = (...values: never[]) => Value;

/** `first settles` is for functions that take nulls, but none as their first argument. */
type Order = 'right first' | 'all' | 'first settles';

export interface Application {
  readonly type: DataType;
  readonly sql: string;
  readonly args: readonly Node[];
  /** Called once before any row; the function it gives is called with the values of the arguments. */
  readonly make: () => Operation;
  /** True where nulls reach the function; else null in any argument gives null. */
  readonly takesNull?: boolean;
  /** Which arguments Spark evaluates before a null settles the answer; from the left on, unless told. */
  readonly order?: Order;
}

/** A function of the values of its arguments, all of them evaluated. */
export function apply({ type, sql, args, make, takesNull = false, order }: Application): Node {
  const foldable = args.every((arg) => arg.foldable);
  const compile = () => {
    const operation = make() as (...values: Value[]) => Value;
    const compiled = args.map((arg) => arg.compile());
    const evaluate =
      order === undefined ? combine(operation, compiled, takesNull) : combineIn(order, operation, compiled);
    return foldable ? once(evaluate) : evaluate;
  };
  return { type, sql, foldable, compile };
}

/** An expression that evaluates its arguments itself, as far as it needs them. */
export function applyLazily(
  shape: { readonly type: DataType; readonly sql: string; readonly args: readonly Node[] },
  make: (args: readonly Evaluate[]) => Evaluate,
): Node {
  const { type, sql, args } = shape;
  const foldable = args.every((arg) => arg.foldable);
  return { type, sql, foldable, compile: () => make(args.map((arg) => arg.compile())) };
}

function combine(f: (...values: Value[]) => Value, args: readonly Evaluate[], takesNull: boolean): Evaluate {
  const [a, b] = args as [Evaluate, Evaluate];
  if (takesNull) return (row) => f(...args.map((arg) => arg(row)));
  if (args.length === 1) {
    return (row) => {
      const x = a(row);
      return x === null ? null : f(x);
    };
  }
  if (args.length === 2) {
    return (row) => {
      const x = a(row);
      if (x === null) return null;
      const y = b(row);
      return y === null ? null : f(x, y);
    };
  }
  return (row) => {
    const values: Value[] = [];
    for (const arg of args) {
      const value = arg(row);
      if (value === null) return null;
      values.push(value);
    }
    return f(...values);
  };
}

function combineIn(order: Order, f: (...values: Value[]) => Value, args: readonly Evaluate[]): Evaluate {
  const [a, b] = args as [Evaluate, Evaluate];
  if (order === 'right first') {
    return (row) => {
      const y = b(row);
      if (y === null) return null;
      const x = a(row);
      return x === null ? null : f(x, y);
    };
  }
  if (order === 'first settles') {
    return (row) => {
      const x = a(row);
      return x === null ? null : f(x, ...args.slice(1).map((arg) => arg(row)));
    };
  }
  return (row) => {
    const values = args.map((arg) => arg(row));
    return values.includes(null) ? null : f(...values);
  };
}

/** Constants are computed at the first row, not before: a failure is that of a row. */
function once(evaluate: Evaluate): Evaluate {
  let known: { readonly value: Value } | undefined;
  return (row) => {
    known ??= { value: evaluate(row) };
    return known.value;
  };
}

export function literalNode(type: DataType, value: Value, sql: string): Node {
  return { type, sql, foldable: true, compile: () => () => value, literal: { value } };
}

/** The value of a foldable node. */
export function constantOf(node: Node): Value {
  return node.compile()([]);
}

/** True where two types are one, but for what may be null. */
export function sameType(a: DataType, b: DataType): boolean {
  return a === b || describeType(a) === describeType(b);
}

/** `a, b, c` of the arguments. */
export function listSql(args: readonly Node[]): string {
  return args.map((arg) => arg.sql).join(', ');
}
